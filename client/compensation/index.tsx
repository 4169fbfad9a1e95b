import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const ApprovalSheet = page(() => import('./ApprovalSheet.tsx'), 'ApprovalSheet');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'compensation-batches',
      access: { read: 'batches.read', write: 'batches.make' },
      list: page(() => import('./BatchList.tsx'), 'BatchList'),
      create: page(() => import('./BatchCreate.tsx'), 'BatchCreate'),
      show: page(() => import('./BatchPage.tsx'), 'BatchPage'),
      children: <Route path=":id/approve" element={<ApprovalSheet />} />,
      recordRepresentation: 'number',
    },
  ],
  nav: [
    {
      group: 'compensation',
      to: '/compensation-batches',
      labelKey: 'shell.nav.batches',
      icon: 'card',
      permission: 'batches.read',
      countKey: 'batches',
      order: 10,
    },
  ],
};
