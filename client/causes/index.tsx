import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const RuleFigures = page(() => import('./RuleFigures.tsx'), 'RuleFigures');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'cause-groups',
      list: page(() => import('./GroupList.tsx'), 'GroupList'),
      show: page(() => import('./GroupShow.tsx'), 'GroupShow'),
      access: { read: 'groups.read' },
    },
    {
      name: 'rule-reviews',
      list: page(() => import('./ReviewList.tsx'), 'ReviewList'),
      show: page(() => import('./ReviewShow.tsx'), 'ReviewShow'),
      access: { read: 'groups.read' },
      recordRepresentation: 'failureCode',
      children: [<Route key="rules" path="rules" element={<RuleFigures />} />],
    },
    {
      name: 'refusals',
      list: page(() => import('./RefusalRegister.tsx'), 'RefusalRegister'),
      access: { read: 'groups.read' },
    },
  ],
  nav: [
    {
      group: 'work',
      to: '/cause-groups',
      labelKey: 'shell.nav.causes',
      icon: 'causes',
      permission: 'groups.read',
      countKey: 'causes',
      order: 20,
    },
    {
      group: 'work',
      to: '/rule-reviews',
      also: ['/refusals'],
      labelKey: 'shell.nav.reviews',
      icon: 'note',
      permission: 'groups.read',
      countKey: 'ruleReviews',
      order: 45,
    },
  ],
};
