import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const OutageCorrect = page(() => import('./OutageEdit.tsx'), 'OutageCorrect');
const OutageQuick = page(() => import('./OutageQuick.tsx'), 'OutageQuick');
const OutageCalendar = page(() => import('./OutageCalendar.tsx'), 'OutageCalendar');
const OutageAreas = page(() => import('./OutageAreas.tsx'), 'OutageAreas');
const OutageWall = page(() => import('./OutageWall.tsx'), 'OutageWall');

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
      children: [
        <Route key="correct" path=":id/correct" element={<OutageCorrect />} />,
        <Route key="quick" path="quick" element={<OutageQuick />} />,
        <Route key="calendar" path="calendar" element={<OutageCalendar />} />,
        <Route key="areas" path="areas" element={<OutageAreas />} />,
        <Route key="wall" path="wall" element={<OutageWall />} />,
      ],
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
