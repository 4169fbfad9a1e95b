import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const OutageCorrect = page(() => import('./OutageEdit.tsx'), 'OutageCorrect');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'outages',
      list: page(() => import('./OutageList.tsx'), 'OutageList'),
      create: page(() => import('./OutageCreate.tsx'), 'OutageCreate'),
      show: page(() => import('./OutageShow.tsx'), 'OutageShow'),
      edit: page(() => import('./OutageEdit.tsx'), 'OutageEdit'),
      access: { read: 'outages.read', write: 'outages.log' },
      recordRepresentation: 'number',
      children: <Route path=":id/correct" element={<OutageCorrect />} />,
    },
  ],
  nav: [
    {
      group: 'outages',
      to: '/outages',
      labelKey: 'shell.nav.outages',
      icon: 'pulse',
      permission: 'outages.read',
      countKey: 'outages',
      urgent: true,
      order: 10,
    },
  ],
};
