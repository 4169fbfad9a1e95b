import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useId, useState } from 'react';
import type { PolicyShow } from '#contract/policies.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import {
  Button,
  LinkButton,
  ReasonDialog,
  VerbButton,
  formatDateTime,
  useLocaleName,
  useVerb,
  zoneName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { attempt } from '../weights/measure.ts';
import { NewDraftButton } from './NewDraft.tsx';
import { DifferenceList, useDifferences } from './VersionsPanel.tsx';
import type { PolicyEditor } from './use-policy-editor.ts';
import { usePolicyName } from './words.ts';

interface ActsProps {
  record: PolicyShow;
  editor: PolicyEditor;
  /** Null where the draft can be handed in; otherwise why not. */
  hindered: string | null;
  /** A field holds what is no number yet, so nothing can be saved. */
  half: boolean;
  onFaults(error: HttpError | null): void;
}

/** What may be done with a version, by its state and the person's rights. */
export function PolicyActs(props: ActsProps) {
  const { record } = props;
  const t = useTranslate();
  const mayEdit = useMay('policies.edit');
  const maySimulate = useMay('policies.simulate');
  return (
    <>
      {maySimulate && record.state !== 'retired' && (
        <LinkButton to={`/simulation?a=${record.id}`}>{t('policies.acts.simulate')}</LinkButton>
      )}
      {record.state === 'draft' && mayEdit && <DraftActs {...props} />}
      {record.state === 'submitted' && <SubmittedActs record={record} />}
      {record.state === 'published' && <PublishedActs record={record} />}
      {record.state === 'retired' && mayEdit && <NewDraftButton from={record} />}
    </>
  );
}

/** Ctrl S saves; Ctrl Z takes back where no field has the focus, which has an undo of its own. */
function useKeys(save: () => void, undo: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.isComposing || event.shiftKey) return;
      const typing = event.target instanceof HTMLInputElement;
      if (event.code === 'KeyS') {
        event.preventDefault();
        save();
      } else if (event.code === 'KeyZ' && !typing) {
        event.preventDefault();
        undo();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [save, undo]);
}

function useSaving({ record, editor, onFaults }: ActsProps) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const failed = (error: HttpError) => {
    onFaults(error);
    notify(error.message, { type: 'error', messageArgs: { _: error.message } });
    if (error.status === 409) refresh();
  };
  const save = () =>
    dataProvider.send<PolicyShow>('PUT', `policies/${record.id}`, {
      version: editor.base,
      ...editor.draft,
    });
  const saving = useMutation<PolicyShow, HttpError>({
    mutationFn: save,
    onSuccess: () => {
      onFaults(null);
      notify('policies.acts.savedNote', { type: 'success' });
      refresh();
    },
    onError: failed,
  });
  const submitting = useMutation<unknown, HttpError>({
    mutationFn: async () => {
      const { version } = editor.dirty ? await save() : record;
      return dataProvider.verb('policies', record.id, 'submit', { version });
    },
    onSuccess: () => {
      onFaults(null);
      notify('policies.acts.submittedNote', { type: 'success' });
    },
    onError: failed,
    onSettled: () => refresh(),
  });
  return { saving, submitting };
}

function DraftActs(props: ActsProps) {
  const { editor, hindered, half } = props;
  const t = useTranslate();
  const { saving, submitting } = useSaving(props);
  const canSave = editor.dirty && !half && !saving.isPending;
  const save = () => {
    if (canSave) saving.mutate();
  };
  useKeys(save, editor.undo);
  return (
    <>
      <Button kind="plain" icon="undo" disabled={!editor.canUndo} onClick={editor.undo}>
        {t('policies.edit.undo')}
      </Button>
      <Button
        disabled={!editor.dirty || half}
        busy={saving.isPending}
        title={t('policies.edit.keys')}
        onClick={save}
      >
        {t('policies.acts.save')}
      </Button>
      <Button
        kind="filled"
        busy={submitting.isPending}
        disabled={hindered !== null}
        title={hindered ?? undefined}
        onClick={() => submitting.mutate()}
      >
        {t('policies.acts.submit')}
      </Button>
    </>
  );
}

function SubmittedActs({ record }: { record: PolicyShow }) {
  const t = useTranslate();
  const nameOf = usePolicyName();
  const mayEdit = useMay('policies.edit');
  const mayPublish = useMay('policies.publish');
  const { staff } = useSession();
  const mine = record.makers.some(({ id }) => id === staff?.id) || record.submittedBy === staff?.id;
  const name = nameOf(record);
  return (
    <>
      {(mine ? mayEdit : mayPublish) && (
        <VerbButton
          verb="return"
          label={t(mine ? 'policies.acts.takeBack' : 'policies.acts.return')}
          message={t('policies.acts.returnedNote')}
          {...(mine ? {} : { ask: { title: t('policies.acts.returnTitle', { name }) } })}
        />
      )}
      {mayPublish && <PublishButton record={record} name={name} mine={mine} />}
    </>
  );
}

function PublishButton(props: { record: PolicyShow; name: string; mine: boolean }) {
  const { record, name, mine } = props;
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        kind="filled"
        disabled={mine}
        title={mine ? t('policies.acts.ownPublish') : undefined}
        onClick={() => setAsking(true)}
      >
        {t('policies.acts.publish')}
      </Button>
      {asking && <PublishDialog record={record} name={name} onClose={() => setAsking(false)} />}
    </>
  );
}

/** What will hold, from when, and what changes: the second manager decides on that. */
function PublishDialog(props: { record: PolicyShow; name: string; onClose(): void }) {
  const { record, name, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const locale = useLocaleName();
  const [local, setLocal] = useState('');
  const act = useVerb({ message: t('policies.acts.publishedNote'), onDone: onClose });
  const against = record.versions.find((one) => one.id === record.id)?.againstId ?? null;
  const differences = useDifferences(record, against);
  const at = local === '' ? null : attempt(() => parseLocal(createZone(zone), local)).value;
  const { committed } = record;
  return (
    <ReasonDialog
      open
      askReason={false}
      onClose={onClose}
      title={t('policies.acts.publishTitle', { name })}
      sentence={t('policies.acts.publishAsk')}
      confirmLabel={t('policies.acts.publish')}
      busy={act.isPending}
      onConfirm={() =>
        act.mutate({
          resource: 'policies',
          id: record.id,
          verb: 'publish',
          body: { version: record.version, effectiveFromAt: at },
        })
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{t('policies.acts.effectiveFrom')}</label>
        <input
          id={id}
          type="datetime-local"
          value={local}
          onChange={(event) => setLocal(event.target.value)}
        />
        <p className="r-help">
          {t('policies.acts.effectiveHelp', { zone: zoneName(zone, locale) })}
        </p>
        {committed !== null && (
          <p className="r-help">
            {t('policies.acts.committed', {
              at: formatDateTime(committed.at, zone, locale),
              number: committed.number,
            })}
          </p>
        )}
      </div>
      {differences !== null && (
        <div>
          <p className="r-note">{t('policies.acts.changesAsk')}</p>
          <DifferenceList differences={differences} />
        </div>
      )}
    </ReasonDialog>
  );
}

function PublishedActs({ record }: { record: PolicyShow }) {
  const t = useTranslate();
  const nameOf = usePolicyName();
  const mayEdit = useMay('policies.edit');
  const mayPublish = useMay('policies.publish');
  return (
    <>
      {mayPublish && (
        <VerbButton
          verb="retire"
          kind="bad"
          label={t('policies.acts.retire')}
          message={t('policies.acts.retiredNote')}
          ask={{
            title: t('policies.acts.retireTitle', { name: nameOf(record) }),
            sentence: t('policies.acts.retireAsk'),
          }}
        />
      )}
      {mayEdit && <NewDraftButton from={record} />}
    </>
  );
}
