import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const LetterPage = page(() => import('./LetterPage.tsx'), 'LetterPage');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'recoveries',
      access: { read: 'recoveries.read', write: 'recoveries.work' },
      list: page(() => import('./RecoveryList.tsx'), 'RecoveryList'),
      create: page(() => import('./RecoveryCreate.tsx'), 'RecoveryCreate'),
      show: page(() => import('./RecoveryPage.tsx'), 'RecoveryPage'),
      children: <Route path=":id/letter" element={<LetterPage />} />,
      recordRepresentation: 'number',
    },
  ],
  nav: [
    {
      group: 'compensation',
      to: '/recoveries',
      labelKey: 'shell.nav.recoveries',
      icon: 'undo',
      permission: 'recoveries.read',
      countKey: 'recoveries',
      order: 30,
    },
  ],
};
