import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const BulkList = page(() => import('./BulkList.tsx'), 'BulkList');
const PlanNew = page(() => import('./PlanNew.tsx'), 'PlanNew');
const PlanPage = page(() => import('./PlanPage.tsx'), 'PlanPage');

export const feature: ClientFeature = {
  routes: [
    { path: '/bulk', element: <BulkList /> },
    { path: '/bulk/new', element: <PlanNew /> },
    { path: '/bulk/:id', element: <PlanPage /> },
  ],
  nav: [
    {
      group: 'work',
      to: '/bulk',
      labelKey: 'shell.nav.bulk',
      icon: 'layers',
      permission: 'plans.read',
      countKey: 'bulk',
      order: 30,
    },
  ],
};
