import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'audit-events',
      access: { read: 'audit.read' },
      list: page(() => import('./AuditList.tsx'), 'AuditList'),
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/audit-events',
      labelKey: 'shell.nav.audit',
      icon: 'shield',
      permission: 'audit.read',
      order: 70,
    },
  ],
};
