import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'approval-limit-versions',
      list: page(() => import('./LimitsList.tsx'), 'LimitsList'),
      show: page(() => import('./LimitsShow.tsx'), 'LimitsShow'),
      access: { read: 'limits.read', write: 'limits.edit' },
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/approval-limit-versions',
      labelKey: 'shell.nav.limits',
      icon: 'check',
      permission: 'limits.read',
      order: 18,
    },
  ],
};
