import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'clock-policies',
      list: page(() => import('./ClockPolicyList.tsx'), 'ClockPolicyList'),
      show: page(() => import('./ClockPolicyShow.tsx'), 'ClockPolicyShow'),
      access: { read: 'clocks.read', write: 'catalogue.edit' },
      recordRepresentation: 'nameEn',
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/clock-policies',
      labelKey: 'shell.nav.clocks',
      icon: 'clock',
      permission: 'clocks.read',
      order: 25,
    },
  ],
};
