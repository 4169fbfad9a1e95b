import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'weight-profiles',
      list: page(() => import('./WeightProfileList.tsx'), 'WeightProfileList'),
      show: page(() => import('./WeightProfileShow.tsx'), 'WeightProfileShow'),
      access: { read: 'weights.read', write: 'weights.edit' },
      recordRepresentation: 'name',
    },
    {
      name: 'calendars',
      list: page(() => import('./CalendarList.tsx'), 'CalendarList'),
      show: page(() => import('./CalendarShow.tsx'), 'CalendarShow'),
      access: { read: 'weights.read', write: 'calendars.edit' },
      recordRepresentation: 'name',
    },
    {
      name: 'calendar-versions',
      show: page(() => import('./CalendarVersionShow.tsx'), 'CalendarVersionShow'),
      access: { read: 'weights.read', write: 'calendars.edit' },
      recordRepresentation: 'name',
    },
  ],
  nav: [
    {
      group: 'outages',
      to: '/weight-profiles',
      also: ['/calendars', '/calendar-versions'],
      labelKey: 'shell.nav.weights',
      icon: 'bars',
      permission: 'weights.read',
      order: 20,
    },
  ],
};
