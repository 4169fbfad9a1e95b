import { useTranslate } from 'ra-core';
import { KeyValues, Page, PageHead, Panel, Rights } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { PasswordPanel } from './PasswordPanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';

/** Own password, own sessions, own rights. */
export function AccountPage() {
  const t = useTranslate();
  const { staff, permissions } = useSession();
  if (staff === null) return null;
  const areas =
    staff.areaCodes.length === 0 ? t('account.who.everywhere') : staff.areaCodes.join(', ');
  return (
    <Page width="document">
      <PageHead title={t('account.title')} />
      <Panel title={t('account.who.title')}>
        <KeyValues
          rows={[
            { key: 'name', label: t('account.who.name'), value: staff.name },
            { key: 'login', label: t('account.who.login'), value: staff.login },
            { key: 'role', label: t('account.who.role'), value: t(`shell.roles.${staff.role}`) },
            { key: 'areas', label: t('account.who.areas'), value: areas },
            {
              key: 'rights',
              label: t('account.who.rights'),
              value: <Rights permissions={permissions} />,
            },
          ]}
        />
      </Panel>
      <PasswordPanel />
      <SessionsPanel />
    </Page>
  );
}
