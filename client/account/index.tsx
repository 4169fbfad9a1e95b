import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const AccountPage = page(() => import('./AccountPage.tsx'), 'AccountPage');

/** Reached from the account menu, so it has no place in the rail. */
export const feature: ClientFeature = {
  routes: [{ path: '/account', element: <AccountPage /> }],
  nav: [],
};
