import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const CaseEvidence = page(() => import('./EvidencePage.tsx'), 'EvidencePage');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'cases',
      list: page(() => import('./QueuePage.tsx'), 'QueuePage'),
      show: page(() => import('./CasePage.tsx'), 'CasePage'),
      children: [<Route key="evidence" path=":id/evidence" element={<CaseEvidence />} />],
      recordRepresentation: 'ticketNo',
    },
  ],
  nav: [
    {
      group: 'work',
      to: '/cases',
      also: ['/assignment'],
      labelKey: 'shell.nav.queue',
      icon: 'list',
      permission: 'cases.read',
      countKey: 'queue',
      order: 10,
      below: page(() => import('../views/RailViews.tsx'), 'RailViews'),
    },
  ],
};
