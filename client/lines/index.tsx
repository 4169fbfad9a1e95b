import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const LinePage = page(() => import('./LinePage.tsx'), 'LinePage');

export const feature: ClientFeature = {
  routes: [{ path: '/lines/:id', element: <LinePage /> }],
  nav: [],
};
