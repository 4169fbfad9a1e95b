import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'access-keys',
      access: { read: 'keys.manage', write: 'keys.manage' },
      list: page(() => import('./KeyList.tsx'), 'KeyList'),
      create: page(() => import('./KeyCreate.tsx'), 'KeyCreate'),
      recordRepresentation: 'name',
    },
    {
      name: 'webhooks',
      access: { read: 'webhooks.manage', write: 'webhooks.manage' },
      list: page(() => import('./WebhookList.tsx'), 'WebhookList'),
      create: page(() => import('./WebhookCreate.tsx'), 'WebhookCreate'),
      show: page(() => import('./WebhookShow.tsx'), 'WebhookShow'),
      edit: page(() => import('./WebhookEdit.tsx'), 'WebhookEdit'),
      recordRepresentation: 'name',
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/access-keys',
      labelKey: 'integration.keys.title',
      icon: 'key',
      permission: 'keys.manage',
      order: 65,
    },
    {
      group: 'system',
      to: '/webhooks',
      labelKey: 'integration.webhooks.title',
      icon: 'external',
      permission: 'webhooks.manage',
      order: 66,
    },
  ],
};
