import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const TemplateGallery = page(() => import('./TemplateGallery.tsx'), 'TemplateGallery');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'policies',
      list: page(() => import('./PolicyList.tsx'), 'PolicyList'),
      show: page(() => import('./PolicyShow.tsx'), 'PolicyShow'),
      access: { read: 'policies.read', write: 'policies.edit' },
      recordRepresentation: 'name',
      children: <Route key="templates" path="templates" element={<TemplateGallery />} />,
    },
  ],
  nav: [
    {
      group: 'outages',
      to: '/policies',
      labelKey: 'shell.nav.policies',
      icon: 'document',
      permission: 'policies.read',
      order: 30,
    },
  ],
};
