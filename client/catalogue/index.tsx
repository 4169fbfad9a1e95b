import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const MappingRules = page(() => import('./MappingRules.tsx'), 'MappingRules');
const UnmappedCodes = page(() => import('./UnmappedCodes.tsx'), 'UnmappedCodes');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'failure-codes',
      list: page(() => import('./CodeList.tsx'), 'CodeList'),
      recordRepresentation: 'code',
      children: [
        <Route key="rules" path="rules" element={<MappingRules />} />,
        <Route key="unmapped" path="unmapped" element={<UnmappedCodes />} />,
      ],
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/failure-codes',
      labelKey: 'shell.nav.catalogue',
      icon: 'book',
      permission: 'catalogue.read',
      order: 60,
    },
  ],
};
