import { Route } from 'react-router-dom';
import type { ClientFeature } from '../layout/feature.ts';
import { page } from '../layout/page.ts';

const MessageSettings = page(() => import('./SettingsPage.tsx'), 'SettingsPage');

export const feature: ClientFeature = {
  resources: [
    {
      name: 'notices',
      list: page(() => import('./NoticeList.tsx'), 'NoticeList'),
      show: page(() => import('./NoticePage.tsx'), 'NoticePage'),
      access: { read: 'messages.read' },
      recordRepresentation: 'templateCode',
      children: [<Route key="settings" path="settings" element={<MessageSettings />} />],
    },
    {
      name: 'message-templates',
      list: page(() => import('./TemplateList.tsx'), 'TemplateList'),
      show: page(() => import('./TemplatePage.tsx'), 'TemplatePage'),
      access: { read: 'messages.read' },
      recordRepresentation: 'code',
    },
  ],
  nav: [
    {
      group: 'system',
      to: '/notices',
      also: ['/message-templates'],
      labelKey: 'shell.nav.notices',
      icon: 'mail',
      permission: 'messages.read',
      countKey: 'notices',
      order: 50,
    },
  ],
};
