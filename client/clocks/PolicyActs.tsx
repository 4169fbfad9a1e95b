import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { Button, VerbButton } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import type { PolicyEditor } from './usePolicyEditor.ts';

interface ActsProps {
  record: ClockPolicyRecord;
  editor: PolicyEditor;
  editable: boolean;
  name: string;
}

/** What may be done with a version, by its state and the person's rights. */
export function PolicyActs({ record, editor, editable, name }: ActsProps) {
  return (
    <>
      {editable && <DraftActs record={record} editor={editor} />}
      {record.state === 'submitted' && <SubmittedActs record={record} name={name} />}
      {record.state === 'published' && <PublishedActs record={record} name={name} />}
    </>
  );
}

/** The first words of a refusal: of a field where one is named. */
function useFailed() {
  const notify = useNotify();
  return (error: HttpError) => {
    const { errors } = (error.body ?? {}) as { errors?: Record<string, unknown> };
    const [first] = Object.values(errors ?? {});
    const text = typeof first === 'string' ? first : error.message;
    notify(text, { type: 'error', messageArgs: { _: text } });
  };
}

function DraftActs({ record, editor }: { record: ClockPolicyRecord; editor: PolicyEditor }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const failed = useFailed();
  const save = () =>
    dataProvider.send<ClockPolicyRecord>('PUT', `clock-policies/${record.id}`, {
      version: record.version,
      ...editor.values,
    });
  const saving = useMutation<ClockPolicyRecord, HttpError>({
    mutationFn: save,
    onSuccess: () => {
      notify('clocks.acts.saved', { type: 'success' });
      refresh();
    },
    onError: failed,
  });
  const submitting = useMutation<unknown, HttpError>({
    mutationFn: async () => {
      const saved = editor.dirty ? await save() : record;
      return dataProvider.verb('clock-policies', record.id, 'submit', { version: saved.version });
    },
    onSuccess: () => notify('clocks.acts.submitted', { type: 'success' }),
    onError: failed,
    onSettled: () => refresh(),
  });
  return (
    <>
      <Button disabled={!editor.dirty} busy={saving.isPending} onClick={() => saving.mutate()}>
        {t('clocks.acts.save')}
      </Button>
      <Button kind="filled" busy={submitting.isPending} onClick={() => submitting.mutate()}>
        {t('clocks.acts.submit')}
      </Button>
    </>
  );
}

function SubmittedActs({ record, name }: { record: ClockPolicyRecord; name: string }) {
  const t = useTranslate();
  const mayEdit = useMay('catalogue.edit');
  const mayPublish = useMay('catalogue.publish');
  const { staff } = useSession();
  const mine = record.makers.some(({ id }) => id === staff?.id) || record.submittedBy === staff?.id;
  return (
    <>
      {mine && mayEdit && (
        <VerbButton
          verb="return"
          label={t('clocks.acts.takeBack')}
          message={t('clocks.acts.returned')}
        />
      )}
      {!mine && mayPublish && (
        <VerbButton
          verb="return"
          label={t('clocks.acts.return')}
          message={t('clocks.acts.returned')}
          ask={{ title: t('clocks.acts.returnTitle', { name }) }}
        />
      )}
      {mayPublish && (
        <VerbButton
          verb="publish"
          kind="filled"
          disabled={mine}
          {...(mine ? { title: t('errors.clocks.ownPublish') } : {})}
          label={t('clocks.acts.publish')}
          message={t('clocks.acts.published')}
          ask={{
            title: t('clocks.acts.publishTitle', { name }),
            sentence: t('clocks.acts.publishAsk'),
            askReason: false,
          }}
        />
      )}
    </>
  );
}

function PublishedActs({ record, name }: { record: ClockPolicyRecord; name: string }) {
  const t = useTranslate();
  const mayEdit = useMay('catalogue.edit');
  const mayPublish = useMay('catalogue.publish');
  const { categories, productCodes, areaCodes } = record.applies;
  const narrow = categories.length + productCodes.length + areaCodes.length > 0;
  return (
    <>
      {mayPublish && narrow && (
        <VerbButton
          verb="retire"
          kind="bad"
          label={t('clocks.acts.retire')}
          message={t('clocks.acts.retired')}
          ask={{
            title: t('clocks.acts.retireTitle', { name }),
            sentence: t('clocks.acts.retireAsk'),
          }}
        />
      )}
      {mayEdit && <DraftButton record={record} newRow />}
      {mayEdit && <DraftButton record={record} />}
    </>
  );
}

/** A draft of the next version, or of a row for narrower conditions. */
function DraftButton({ record, newRow = false }: { record: ClockPolicyRecord; newRow?: boolean }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const navigate = useNavigate();
  const notify = useNotify();
  const failed = useFailed();
  const draft = useMutation<ClockPolicyRecord, HttpError>({
    mutationFn: () => dataProvider.send('POST', 'clock-policies', { basedOnId: record.id, newRow }),
    onSuccess: (made) => {
      notify('clocks.acts.drafted', { type: 'success' });
      void navigate(`/clock-policies/${made.id}/show`);
    },
    onError: failed,
  });
  return (
    <Button
      kind={newRow ? 'outline' : 'filled'}
      busy={draft.isPending}
      onClick={() => draft.mutate()}
    >
      {t(newRow ? 'clocks.acts.narrower' : 'clocks.acts.draft')}
    </Button>
  );
}
