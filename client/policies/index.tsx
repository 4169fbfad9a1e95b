import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'policies',
      list: page(() => import('./PolicyList.tsx'), 'PolicyList'),
      show: page(() => import('./PolicyShow.tsx'), 'PolicyShow'),
      access: { read: 'policies.read' },
      recordRepresentation: 'name',
    },
  ],
  nav: [
    {
      group: 'outages',
      to: '/policies',
      labelKey: 'shell.nav.policies',
      icon: 'document',
      permission: 'policies.read',
      order: 30,
    },
  ],
};
