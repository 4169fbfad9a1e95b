import { useMutation } from '@tanstack/react-query';
import { useCreatePath, useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { Button, Dialog, VerbButton } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import type { Compared } from './Compare.tsx';
import { faultTexts } from './faults.ts';
import { PublishButton } from './PublishButton.tsx';
import type { ProfileEditor } from './use-editor.ts';

interface ActsProps {
  record: WeightProfileRecord;
  editor: ProfileEditor;
  editable: boolean;
  compared: Compared;
}

/** What may be done with a version, by its state and the person's rights. */
export function ProfileActs({ record, editor, editable, compared }: ActsProps) {
  const t = useTranslate();
  return (
    <>
      {compared.bands !== undefined && (
        <Button aria-pressed={compared.open} onClick={compared.toggle}>
          {t(compared.open ? 'weights.compare.close' : 'weights.compare.open', {
            name: compared.name,
          })}
        </Button>
      )}
      {editable && <DraftActs record={record} editor={editor} />}
      {record.state === 'submitted' && <SubmittedActs record={record} />}
      {record.state === 'published' && <PublishedActs record={record} />}
    </>
  );
}

function DraftActs({ record, editor }: { record: WeightProfileRecord; editor: ProfileEditor }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const failed = (error: HttpError) =>
    notify(error.message, { type: 'error', messageArgs: { _: error.message } });
  const save = () =>
    dataProvider.send<WeightProfileRecord>('PUT', `weight-profiles/${record.id}`, {
      version: record.version,
      bands: editor.bands,
    });
  const saving = useMutation<WeightProfileRecord, HttpError>({
    mutationFn: save,
    onSuccess: () => {
      notify('weights.saved', { type: 'success' });
      refresh();
    },
    onError: failed,
  });
  const submitting = useMutation<unknown, HttpError>({
    mutationFn: async () => {
      const saved = editor.dirty ? await save() : record;
      return dataProvider.verb('weight-profiles', record.id, 'submit', { version: saved.version });
    },
    onSuccess: () => notify('weights.submitted', { type: 'success' }),
    onError: failed,
    onSettled: () => refresh(),
  });
  return (
    <>
      <Button kind="plain" icon="undo" disabled={!editor.canUndo} onClick={editor.undo}>
        {t('weights.undo')}
      </Button>
      <Button disabled={!editor.dirty} busy={saving.isPending} onClick={() => saving.mutate()}>
        {t('weights.saveDraft')}
      </Button>
      <Button kind="filled" busy={submitting.isPending} onClick={() => submitting.mutate()}>
        {t('weights.submit')}
      </Button>
    </>
  );
}

function SubmittedActs({ record }: { record: WeightProfileRecord }) {
  const t = useTranslate();
  const mayPublish = useMay('weights.publish');
  const mayEdit = useMay('weights.edit');
  const { staff } = useSession();
  const mine = record.makers.some(({ id }) => id === staff?.id) || record.submittedBy === staff?.id;
  return (
    <>
      {(mayPublish || mayEdit) && (
        <VerbButton
          verb="return"
          label={t(mayPublish ? 'weights.return' : 'weights.takeBack')}
          message={t('weights.returned')}
          {...(mayPublish
            ? { ask: { title: t('weights.returnTitle', { name: record.name }) } }
            : {})}
        />
      )}
      {mayPublish && (
        <PublishButton
          resource="weight-profiles"
          record={record}
          label={t('weights.publish')}
          against={mine ? t('errors.weights.ownPublish') : null}
          title={t('weights.publishTitle', { name: record.name })}
          sentence={t('weights.publishAsk', { name: record.name })}
          message={t('weights.published')}
        />
      )}
    </>
  );
}

function PublishedActs({ record }: { record: WeightProfileRecord }) {
  const t = useTranslate();
  const mayEdit = useMay('weights.edit');
  const mayPublish = useMay('weights.publish');
  return (
    <>
      {mayPublish && (
        <VerbButton
          verb="retire"
          kind="bad"
          label={t('weights.retire')}
          message={t('weights.retired')}
          ask={{
            title: t('weights.retireTitle', { name: record.name }),
            sentence: t('weights.retireAsk'),
          }}
        />
      )}
      {mayEdit && <CopyButton record={record} />}
    </>
  );
}

/** 2026-B → 2026-C; a name without a letter at its end gets one. */
export function nextName(name: string): string {
  const match = /^(.*-)([A-Y])$/.exec(name);
  if (match === null) return `${name}-B`;
  return `${match[1] ?? ''}${String.fromCharCode((match[2] ?? 'A').charCodeAt(0) + 1)}`;
}

export function CopyButton({ record }: { record: WeightProfileRecord }) {
  const t = useTranslate();
  const id = useId();
  const navigate = useNavigate();
  const createPath = useCreatePath();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [name, setName] = useState<string | null>(null);
  const copy = useMutation<WeightProfileRecord, HttpError>({
    mutationFn: () => dataProvider.send('POST', 'weight-profiles', { name, basedOnId: record.id }),
    onSuccess: (made) =>
      void navigate(createPath({ resource: 'weight-profiles', id: made.id, type: 'show' })),
  });
  const faults = faultTexts(copy.error, t);
  return (
    <>
      <Button kind="filled" icon="copy" onClick={() => setName(nextName(record.name))}>
        {t('weights.copy')}
      </Button>
      {name !== null && (
        <Dialog
          open
          onClose={() => setName(null)}
          title={t('weights.copyTitle', { name: record.name })}
          onSubmit={() => copy.mutate()}
          actions={
            <>
              <Button onClick={() => setName(null)}>{t('common.cancel')}</Button>
              <Button kind="filled" submit busy={copy.isPending}>
                {t('weights.copy')}
              </Button>
            </>
          }
        >
          <div className="r-field">
            <label htmlFor={id}>{t('weights.name')}</label>
            <input
              id={id}
              value={name}
              autoFocus
              maxLength={60}
              aria-invalid={copy.isError || undefined}
              onChange={(event) => setName(event.target.value)}
            />
            <p className={copy.isError ? 'r-help r-help--bad' : 'r-help'}>
              {copy.isError ? (faults.name ?? copy.error.message) : t('weights.copyHelp')}
            </p>
          </div>
        </Dialog>
      )}
    </>
  );
}
