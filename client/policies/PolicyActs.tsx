import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect } from 'react';
import type { PolicyShow } from '#contract/policies.ts';
import {
  Button,
  LinkButton,
  VerbButton,
  formatDateTime,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { PublishButton } from '../weights/PublishButton.tsx';
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
        <LinkButton to={simulationOf(record)}>{t('policies.acts.simulate')}</LinkButton>
      )}
      {record.state === 'draft' && mayEdit && <DraftActs {...props} />}
      {record.state === 'submitted' && <SubmittedActs record={record} />}
      {record.state === 'published' && <PublishedActs record={record} />}
      {record.state === 'retired' && mayEdit && <NewDraftButton from={record} />}
    </>
  );
}

/** What holds is looked at by itself; what is to come stands as B beside the version it changes. */
function simulationOf({ id, inForce, versions }: PolicyShow): string {
  const against = versions.find((one) => one.id === id)?.againstId ?? null;
  return inForce || against === null ? `/simulation?a=${id}` : `/simulation?a=${against}&b=${id}`;
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
      {mayPublish && <PublishPolicy record={record} name={name} mine={mine} />}
    </>
  );
}

/** What will hold, from when, and what changes: the second manager decides on that. */
function PublishPolicy({
  record,
  name,
  mine,
}: {
  record: PolicyShow;
  name: string;
  mine: boolean;
}) {
  const t = useTranslate();
  const { zone } = useSession();
  const locale = useLocaleName();
  const against = record.versions.find((one) => one.id === record.id)?.againstId ?? null;
  const differences = useDifferences(record, against);
  const { committed } = record;
  return (
    <PublishButton
      resource="policies"
      record={record}
      label={t('policies.acts.publish')}
      against={mine ? t('policies.acts.ownPublish') : null}
      title={t('policies.acts.publishTitle', { name })}
      sentence={t('policies.acts.publishAsk')}
      message={t('policies.acts.publishedNote')}
      note={
        committed !== null && (
          <p className="r-help">
            {t('policies.acts.committed', {
              at: formatDateTime(committed.at, zone, locale),
              number: committed.number,
            })}
          </p>
        )
      }
    >
      {differences !== null && (
        <div>
          <p className="r-note">{t('policies.acts.changesAsk')}</p>
          <DifferenceList differences={differences} />
        </div>
      )}
    </PublishButton>
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
