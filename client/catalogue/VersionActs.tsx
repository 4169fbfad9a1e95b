import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CatalogueVersionRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import { Button, Dialog, VerbButton, useVerb } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';

interface ActsProps {
  resource: 'catalogue-versions' | 'mapping-versions';
  record: CatalogueVersionRecord | MappingVersionRecord;
  /** Why it cannot be published yet; null when it can. */
  hindered: string | null;
  /** Why there is nothing to hand in; null when there is. */
  empty: string | null;
}

/** Hand in, take back or send back, publish: by state, rights and who made it. */
export function VersionActs({ resource, record, hindered, empty }: ActsProps) {
  const t = useTranslate();
  const mayEdit = useMay('catalogue.edit');
  const mayPublish = useMay('catalogue.publish');
  const { staff } = useSession();
  const [asking, ask] = useState(false);
  const mine = record.makers.some(({ id }) => id === staff?.id) || record.submittedBy === staff?.id;
  const why = mine ? t('errors.catalogue.ownPublish') : hindered;
  const no = t('catalogue.versions.number', { no: record.versionNo });
  return (
    <>
      {record.state === 'draft' && mayEdit && (
        <Button
          kind="filled"
          disabled={empty !== null}
          title={empty ?? undefined}
          onClick={() => ask(true)}
        >
          {t('catalogue.versions.submit')}
        </Button>
      )}
      {record.state === 'submitted' && (mayPublish || mayEdit) && (
        <VerbButton
          resource={resource}
          id={record.id}
          verb="return"
          label={t(mine ? 'catalogue.versions.takeBack' : 'catalogue.versions.return')}
          message={t('catalogue.versions.returned')}
          {...(mine ? {} : { ask: { title: t('catalogue.versions.returnTitle', { no }) } })}
        />
      )}
      {record.state === 'submitted' && mayPublish && (
        <VerbButton
          resource={resource}
          id={record.id}
          verb="publish"
          kind="filled"
          label={t('catalogue.versions.publish')}
          message={t('catalogue.versions.published')}
          disabled={why !== null}
          {...(why === null ? {} : { title: why })}
          ask={{
            title: t('catalogue.versions.publishTitle', { no }),
            sentence: t(`catalogue.versions.publishAsk.${resource}`),
            askReason: false,
          }}
        />
      )}
      {asking && <SubmitDialog resource={resource} record={record} onClose={() => ask(false)} />}
    </>
  );
}

function SubmitDialog(props: Pick<ActsProps, 'resource' | 'record'> & { onClose(): void }) {
  const { resource, record, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const [note, setNote] = useState(record.note);
  const act = useVerb({ message: t('catalogue.versions.submitted'), onDone: onClose });
  const run = () =>
    act.mutate({
      resource,
      id: record.id,
      verb: 'submit',
      body: {
        version: record.version,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('catalogue.versions.submit')}
      onSubmit={run}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('catalogue.versions.submit')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('catalogue.versions.submitAsk')}</p>
      <div className="r-field">
        <label htmlFor={id}>{t('catalogue.versions.note')}</label>
        <input
          id={id}
          value={note}
          maxLength={200}
          autoFocus
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
