import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { FormPage } from '../components/index.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { StaffInputs, parseAreaCodes } from './StaffInputs.tsx';

interface Invited {
  id: string;
  name: string;
  secret: string;
}

export function StaffCreate() {
  const t = useTranslate();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [invited, setInvited] = useState<Invited | null>(null);
  const leave = () => {
    // The answer of an invitation is not the record, but react-admin kept it as if it were.
    queries.removeQueries({ queryKey: ['staff', 'getOne'] });
    void navigate(`/staff/${invited?.id ?? ''}/show`);
  };
  return (
    <>
      <FormPage
        mode="create"
        title={t('staff.inviteTitle')}
        tags={t('staff.inviteLead')}
        draft="staff"
        defaultValues={{ language: 'zh', areas: '' }}
        transform={({ areas, ...data }) => ({
          ...data,
          areaCodes: parseAreaCodes(String(areas ?? '')),
        })}
        redirect={false}
        saveLabel={t('staff.invite')}
        onDone={(record) =>
          setInvited({
            id: String(record.id),
            name: String(record.name ?? record.login ?? ''),
            secret: String(record.oneTimePassword),
          })
        }
      >
        <StaffInputs mode="create" />
      </FormPage>
      {invited !== null && (
        <SecretDialog name={invited.name} secret={invited.secret} onClose={leave} />
      )}
    </>
  );
}
