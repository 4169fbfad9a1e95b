import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'imports',
      list: page(() => import('./ImportList.tsx'), 'ImportList'),
      create: page(() => import('./ImportCreate.tsx'), 'ImportCreate'),
      show: page(() => import('./ImportShow.tsx'), 'ImportShow'),
      recordRepresentation: 'fileName',
    },
  ],
  nav: [
    {
      group: 'work',
      to: '/imports',
      labelKey: 'shell.nav.imports',
      icon: 'download',
      permission: 'imports.read',
      order: 40,
    },
  ],
};
