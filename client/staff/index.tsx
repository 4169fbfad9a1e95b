import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

export const feature: ClientFeature = {
  resources: [
    {
      name: 'staff',
      access: { read: 'staff.read', write: 'staff.manage' },
      list: page(() => import('./StaffList.tsx'), 'StaffList'),
      create: page(() => import('./StaffCreate.tsx'), 'StaffCreate'),
      show: page(() => import('./StaffShow.tsx'), 'StaffShow'),
      edit: page(() => import('./StaffEdit.tsx'), 'StaffEdit'),
      recordRepresentation: 'name',
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/staff',
      labelKey: 'shell.nav.staff',
      icon: 'users',
      permission: 'staff.read',
      countKey: 'staff',
      order: 60,
    },
  ],
};
