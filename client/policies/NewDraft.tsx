import { useMutation, useQuery } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import type {
  PolicyFamily,
  PolicyPurpose,
  PolicyRecord,
  PolicyShow,
  PolicyTemplateRecord,
} from '#contract/policies.ts';
import { policyPurposes } from '#contract/policies.ts';
import { Button, Dialog } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { faultTexts } from '../weights/faults.ts';
import { nextName } from '../weights/ProfileActs.tsx';
import { Choice } from './inputs.tsx';
import { useFamilyName, usePolicyName } from './words.ts';

/** The families of policies, by name. */
export function useFamilies() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['policy-families'],
    queryFn: () =>
      dataProvider.getList<PolicyFamily>('policy-families', {
        filter: {},
        sort: { field: 'name', order: 'ASC' },
        pagination: { page: 1, perPage: 100 },
      }),
  });
  return data?.data ?? [];
}

/** The next version of the family that a version belongs to. */
export function NewDraftButton({ from }: { from: PolicyRecord }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="filled" icon="copy" onClick={() => setOpen(true)}>
        {t('policies.acts.draft')}
      </Button>
      {open && <NewDraftDialog from={from} onClose={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps {
  /** A copy of this version; */
  from?: PolicyRecord;
  /** or of this template; empty without either. */
  template?: Pick<PolicyTemplateRecord, 'id' | 'purpose'> & { name: string };
  onClose(): void;
}

const NEW = '';

/** Names the draft and says to which policy it belongs. */
export function NewDraftDialog({ from, template, onClose }: DialogProps) {
  const t = useTranslate();
  const families = useFamilies();
  const familyName = useFamilyName();
  const nameOf = usePolicyName();
  const [name, setName] = useState(from === undefined ? 'A' : nextName(from.name));
  const [family, setFamily] = useState(from?.family ?? NEW);
  const [newName, setNewName] = useState(template?.name ?? '');
  const [purpose, setPurpose] = useState<PolicyPurpose>(template?.purpose ?? 'compensation');
  const make = useMake({
    name,
    ...(family === NEW ? { newFamily: { name: newName, purpose } } : { family }),
    ...(from === undefined ? {} : { basedOnId: from.id }),
    ...(template === undefined ? {} : { templateId: template.id }),
  });
  const faults = faultTexts(make.error, t);
  const source =
    from !== undefined
      ? t('policies.draftOf.version', { name: nameOf(from) })
      : template !== undefined
        ? t('policies.draftOf.template', { name: template.name })
        : t('policies.draftOf.blank');
  const ids = [...families.map(({ id }) => id), NEW];
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('policies.draftOf.title')}
      onSubmit={() => make.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={make.isPending}>
            {t('policies.draftOf.create')}
          </Button>
        </>
      }
    >
      <p className="r-prose">
        {t('policies.draftOf.source')}: {source}
      </p>
      <div className="r-field">
        <span className="r-label">{t('policies.draftOf.family')}</span>
        <Choice
          label={t('policies.draftOf.family')}
          value={family}
          options={ids.includes(family) ? ids : [family, ...ids]}
          word={(id) =>
            id === NEW
              ? t('policies.draftOf.newFamily')
              : familyName(id, families.find((one) => one.id === id)?.name ?? id)
          }
          onChange={setFamily}
        />
        {faults.family !== undefined && <p className="r-help r-help--bad">{faults.family}</p>}
      </div>
      {family === NEW && (
        <>
          <TextField
            label={t('policies.draftOf.familyName')}
            value={newName}
            onChange={setNewName}
            fault={faults['newFamily.name']}
          />
          <div className="r-field">
            <span className="r-label">{t('policies.draftOf.purpose')}</span>
            <Choice
              label={t('policies.draftOf.purpose')}
              value={purpose}
              options={policyPurposes}
              word={(one) => t(`policies.draftOf.purposes.${one}`)}
              onChange={setPurpose}
            />
          </div>
        </>
      )}
      <TextField
        label={t('policies.draftOf.name')}
        value={name}
        onChange={setName}
        fault={
          faults.name ??
          (make.error !== null && Object.keys(faults).length === 0 ? make.error.message : undefined)
        }
      />
    </Dialog>
  );
}

function useMake(body: Record<string, unknown>) {
  const navigate = useNavigate();
  const notify = useNotify();
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useMutation<PolicyShow, HttpError>({
    mutationFn: () => dataProvider.send('POST', 'policies', body),
    onSuccess: (made) => {
      notify('policies.draftOf.made', { type: 'success' });
      void navigate(`/policies/${made.id}/show`);
    },
  });
}

function TextField(props: {
  label: ReactNode;
  value: string;
  onChange(value: string): void;
  fault: string | undefined;
}) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        value={props.value}
        maxLength={80}
        aria-invalid={props.fault !== undefined || undefined}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.fault !== undefined && <p className="r-help r-help--bad">{props.fault}</p>}
    </div>
  );
}
