import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const SystemsPage = page(() => import('./SystemsPage.tsx'), 'SystemsPage');

export const feature: ClientFeature = {
  routes: [{ path: '/systems', element: <SystemsPage /> }],
  nav: [
    {
      group: 'system',
      to: '/systems',
      labelKey: 'shell.nav.systems',
      icon: 'pulse',
      permission: 'systems.read',
      order: 15,
    },
  ],
};
