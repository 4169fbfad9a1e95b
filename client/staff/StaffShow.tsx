import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { StaffRecord } from '#contract/staff.ts';
import { permissionsOf } from '#domain/permissions.ts';
import {
  KeyValues,
  LinkButton,
  PageHead,
  Panel,
  RecordPage,
  Rights,
  VerbButton,
  When,
} from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { CountersignPanel } from './CountersignPanel.tsx';
import { DeactivateButton } from './DeactivateButton.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { RoleWords, StaffStatus, useAreaText } from './staff-words.tsx';

export function StaffShow() {
  return (
    <RecordPage<StaffRecord> width="document">
      {(record) => <StaffSheet record={record} />}
    </RecordPage>
  );
}

function StaffSheet({ record }: { record: StaffRecord }) {
  const t = useTranslate();
  const areaText = useAreaText();
  const { staff } = useSession();
  const field = (name: string) => t(`resources.staff.fields.${name}`);
  const self = staff?.id === record.id;
  return (
    <>
      <PageHead
        title={record.name}
        tags={
          <>
            <StaffStatus record={record} tag />
            {self && <span>{t('staff.you')}</span>}
          </>
        }
        facts={[record.login, <RoleWords key="role" record={record} />, areaText(record.areaCodes)]}
        actions={<StaffActs record={record} self={self} />}
      />
      {record.pendingRole !== null && <CountersignPanel record={record} />}
      <Panel>
        <KeyValues
          rows={[
            { key: 'login', label: field('login'), value: record.login },
            { key: 'role', label: field('role'), value: <RoleWords record={record} /> },
            { key: 'areas', label: field('areaCodes'), value: areaText(record.areaCodes) },
            {
              key: 'language',
              label: field('language'),
              value: t(`staff.languages.${record.language}`),
            },
            {
              key: 'last',
              label: field('lastSignInAt'),
              value: record.mustChangePassword ? (
                t('staff.mustChange')
              ) : (
                <When at={record.lastSignInAt} fallback={t('staff.never')} />
              ),
            },
            { key: 'since', label: field('createdAt'), value: <When at={record.createdAt} /> },
            {
              key: 'rights',
              label: t('staff.rights'),
              value: <Rights permissions={permissionsOf(record.role)} />,
            },
          ]}
        />
      </Panel>
    </>
  );
}

function StaffActs({ record, self }: { record: StaffRecord; self: boolean }) {
  const t = useTranslate();
  const mayManage = useMay('staff.manage');
  const [secret, setSecret] = useState<string | null>(null);
  if (!mayManage || record.status === 'deactivated') return null;
  return (
    <>
      <LinkButton to={`/staff/${record.id}`} icon="edit">
        {t('common.edit')}
      </LinkButton>
      <VerbButton<{ oneTimePassword: string }>
        verb="reset-password"
        label={t('staff.reset')}
        icon="key"
        ask={{
          title: t('staff.reset'),
          sentence: t('staff.resetAsk', { name: record.name }),
          askReason: false,
        }}
        onDone={(answer) => setSecret(answer.oneTimePassword)}
      />
      {!self && <DeactivateButton record={record} />}
      {secret !== null && (
        <SecretDialog name={record.name} secret={secret} onClose={() => setSecret(null)} />
      )}
    </>
  );
}
