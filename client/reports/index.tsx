import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const Dashboard = page(() => import('./Dashboard.tsx'), 'Dashboard');

export const feature: ClientFeature = {
  routes: [{ path: '/dashboard', element: <Dashboard /> }],
  nav: [
    {
      group: 'insight',
      to: '/dashboard',
      labelKey: 'shell.nav.dashboard',
      icon: 'grid',
      permission: 'reports.read',
      order: 10,
    },
  ],
};
