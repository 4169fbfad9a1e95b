import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const InboxPage = page(() => import('./InboxPage.tsx'), 'InboxPage');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'tasks',
      list: page(() => import('./TaskList.tsx'), 'TaskList'),
      show: page(() => import('./TaskShow.tsx'), 'TaskShow'),
      access: { read: 'tasks.read', write: 'tasks.work' },
      recordRepresentation: 'title',
    },
  ],
  routes: [{ path: '/inbox', element: <InboxPage /> }],
  nav: [
    {
      group: 'inbox',
      to: '/inbox',
      labelKey: 'shell.nav.inbox',
      icon: 'inbox',
      permission: 'clocks.read',
      countKey: 'inbox',
    },
    {
      group: 'work',
      to: '/tasks',
      labelKey: 'shell.nav.tasks',
      icon: 'check',
      permission: 'tasks.read',
      countKey: 'tasks',
      order: 40,
    },
  ],
};
