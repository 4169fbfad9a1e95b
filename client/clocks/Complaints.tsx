import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import type { ComplaintRecord } from '#contract/clocks.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { Button, Dialog, StatusWord, When, useVerb } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';

type Seen = Pick<CaseShow, 'id' | 'version'>;

const sources = ['10086', '12345', '工信部', 'other'] as const;

/** What customers complained of, and what they were told. */
export function Complaints(props: {
  record: Seen;
  complaints: readonly ComplaintRecord[];
  mayReply: boolean;
}) {
  const t = useTranslate();
  return (
    <>
      {props.complaints.map((complaint) => (
        <div key={complaint.id} className="t-complaint">
          <div className="t-clock">
            <strong>
              {t('clocks.complaint.heading', {
                source: t(`clocks.complaint.sources.${complaint.source}`),
              })}
            </strong>
            <When at={complaint.complainedAt} />
          </div>
          {complaint.reference !== null && <p className="r-mono">{complaint.reference}</p>}
          {complaint.repliedAt === null ? (
            <StatusWord status="wait">{t('clocks.complaint.waiting')}</StatusWord>
          ) : (
            <>
              <StatusWord status="ok">
                {t('clocks.complaint.repliedAt', { name: complaint.repliedByName ?? '' })}{' '}
                <When at={complaint.repliedAt} />
              </StatusWord>
              <p>{complaint.reply}</p>
            </>
          )}
          {complaint.repliedAt === null && props.mayReply && (
            <ReplyButton record={props.record} complaint={complaint} />
          )}
        </div>
      ))}
    </>
  );
}

export function ComplaintButton({ record }: { record: Seen }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="phone" onClick={() => setOpen(true)}>
        {t('clocks.complaint.record')}
      </Button>
      {open && <ComplaintDialog record={record} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Where the complaint came from, its number there and when. */
export function ComplaintDialog({ record, onClose }: { record: Seen; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const [source, setSource] = useState<(typeof sources)[number]>('10086');
  const [reference, setReference] = useState('');
  const [local, setLocal] = useState('');
  const act = useVerb({ message: t('clocks.complaint.done'), onDone: onClose });
  const submit = () => {
    const at = local === '' ? undefined : parseLocal(createZone(zone), local);
    act.mutate({
      resource: 'cases',
      id: record.id,
      verb: 'complaint',
      body: {
        version: record.version,
        source,
        ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
        ...(at === undefined ? {} : { at }),
      },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('clocks.complaint.title')}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('clocks.complaint.record')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('clocks.complaint.sentence')}</p>
      <div className="r-field">
        <label htmlFor={`${id}s`}>{t('clocks.complaint.source')}</label>
        <select
          id={`${id}s`}
          value={source}
          data-first
          onChange={(event) => setSource(event.target.value as (typeof sources)[number])}
        >
          {sources.map((one) => (
            <option key={one} value={one}>
              {t(`clocks.complaint.sources.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="r-field">
        <label htmlFor={`${id}r`}>{t('clocks.complaint.reference')}</label>
        <input
          id={`${id}r`}
          value={reference}
          maxLength={60}
          onChange={(event) => setReference(event.target.value)}
        />
      </div>
      <div className="r-field">
        <label htmlFor={`${id}t`}>{t('clocks.complaint.at')}</label>
        <input
          id={`${id}t`}
          type="datetime-local"
          value={local}
          onChange={(event) => setLocal(event.target.value)}
        />
        <p className="r-help">{t('clocks.complaint.atHelp')}</p>
      </div>
    </Dialog>
  );
}

function ReplyButton({ record, complaint }: { record: Seen; complaint: ComplaintRecord }) {
  const t = useTranslate();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reply, setReply] = useState('');
  const act = useVerb({ message: t('clocks.complaint.replied'), onDone: () => setOpen(false) });
  const close = () => setOpen(false);
  return (
    <div className="t-acts">
      <Button onClick={() => setOpen(true)}>{t('clocks.complaint.reply')}</Button>
      {open && (
        <Dialog
          open
          onClose={close}
          title={t('clocks.complaint.replyTitle')}
          onSubmit={() => {
            if (reply.trim() === '') return;
            act.mutate({
              resource: 'cases',
              id: record.id,
              verb: 'complaint-reply',
              body: { complaintId: complaint.id, reply: reply.trim() },
            });
          }}
          actions={
            <>
              <Button onClick={close}>{t('common.cancel')}</Button>
              <Button kind="filled" submit busy={act.isPending} disabled={reply.trim() === ''}>
                {t('clocks.complaint.reply')}
              </Button>
            </>
          }
        >
          <div className="r-field">
            <label htmlFor={id}>{t('clocks.complaint.replyText')}</label>
            <textarea
              id={id}
              rows={4}
              maxLength={1000}
              value={reply}
              data-first
              onChange={(event) => setReply(event.target.value)}
            />
          </div>
        </Dialog>
      )}
    </div>
  );
}
