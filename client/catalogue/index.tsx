import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const MappingRules = page(() => import('./MappingRules.tsx'), 'MappingRules');
const UnmappedCodes = page(() => import('./UnmappedCodes.tsx'), 'UnmappedCodes');
const VersionsPage = page(() => import('./VersionsPage.tsx'), 'VersionsPage');
const CodesVersion = page(() => import('./CatalogueVersionPage.tsx'), 'CatalogueVersionPage');
const MappingVersion = page(() => import('./MappingVersionPage.tsx'), 'MappingVersionPage');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'failure-codes',
      list: page(() => import('./CodeList.tsx'), 'CodeList'),
      recordRepresentation: 'code',
      children: [
        <Route key="rules" path="rules" element={<MappingRules />} />,
        <Route key="unmapped" path="unmapped" element={<UnmappedCodes />} />,
        <Route key="versions" path="versions" element={<VersionsPage />} />,
        <Route key="codes" path="versions/:id" element={<CodesVersion />} />,
        <Route key="mapping" path="mapping/:id" element={<MappingVersion />} />,
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
      countKey: 'catalogueToPublish',
      order: 60,
    },
  ],
};
