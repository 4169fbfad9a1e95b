import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const SimulationPage = page(() => import('./SimulationPage.tsx'), 'SimulationPage');

export const feature: ClientFeature = {
  routes: [{ path: '/simulation', element: <SimulationPage /> }],
  nav: [
    {
      group: 'outages',
      to: '/simulation',
      labelKey: 'simulation.title',
      icon: 'trend',
      permission: 'policies.simulate',
      order: 40,
    },
  ],
};
