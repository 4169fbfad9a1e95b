import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'cases',
      list: page(() => import('./QueuePage.tsx'), 'QueuePage'),
      show: page(() => import('./CasePage.tsx'), 'CasePage'),
      recordRepresentation: 'ticketNo',
    },
  ],
  nav: [
    {
      group: 'work',
      to: '/cases',
      labelKey: 'shell.nav.queue',
      icon: 'list',
      permission: 'cases.read',
      countKey: 'queue',
      order: 10,
    },
  ],
};
