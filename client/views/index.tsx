import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const AssignmentPage = page(() => import('./AssignmentPage.tsx'), 'AssignmentPage');

/** Views stand in the queue and below it in the rail; assignment is a page of its own, reached from the queue. */
export const feature: ClientFeature = {
  routes: [{ path: '/assignment', element: <AssignmentPage /> }],
  nav: [],
};
