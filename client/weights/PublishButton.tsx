import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  Button,
  LocalTimeInput,
  ReasonDialog,
  useLocaleName,
  useNow,
  useVerb,
  zoneName,
} from '../components/index.ts';
import { readLocal, tidyLocal } from '../components/local-time.ts';
import { useSession } from '../session/SessionContext.ts';
import { faultTexts } from './faults.ts';

interface PublishProps {
  resource: string;
  record: { id: string; version: number };
  label: string;
  /** Why the person at the desk may not; null when nothing stands against it. */
  against: string | null;
  title: string;
  /** What will happen. */
  sentence: string;
  message: string;
  /** What else the second person decides on. */
  children?: ReactNode;
  /** Beneath the time. */
  note?: ReactNode;
}

/** Publishes a version from a time on: now, unless one is typed. */
export function PublishButton(props: PublishProps) {
  const [asking, setAsking] = useState(false);
  const { against } = props;
  return (
    <>
      <Button
        kind="filled"
        disabled={against !== null}
        title={against ?? undefined}
        onClick={() => setAsking(true)}
      >
        {props.label}
      </Button>
      {asking && <PublishDialog {...props} onClose={() => setAsking(false)} />}
    </>
  );
}

function PublishDialog(props: PublishProps & { onClose(): void }) {
  const { resource, record, label, title, sentence, message, children, note, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const locale = useLocaleName();
  const now = useNow();
  const [local, setLocal] = useState('');
  const [tried, setTried] = useState(false);
  const act = useVerb({ message, onDone: onClose });
  const clock = createZone(zone);
  const near = localDateAt(clock, now);
  const reading = readLocal(clock, tidyLocal(local, near) ?? local);
  const unread = tried && reading.kind === 'refused' ? reading.refusal : null;
  const fault =
    faultTexts(act.error, t).effectiveFromAt ??
    (unread === null ? undefined : t(unread.key, unread.args));
  const publish = () => {
    setTried(true);
    if (reading.kind === 'refused' || reading.kind === 'twice') return;
    const effectiveFromAt = reading.kind === 'at' ? reading.at : null;
    act.mutate({
      ...{ resource, id: record.id, verb: 'publish' },
      body: { version: record.version, effectiveFromAt },
    });
  };
  return (
    <ReasonDialog
      open
      askReason={false}
      onClose={onClose}
      title={title}
      sentence={sentence}
      confirmLabel={label}
      busy={act.isPending}
      onConfirm={publish}
    >
      <div className="r-field">
        <label htmlFor={id}>{t('weights.effectiveFrom')}</label>
        <LocalTimeInput id={id} value={local} near={near} fault={fault} onChange={setLocal} />
        <p id={`${id}-help`} className={fault === undefined ? 'r-help' : 'r-help r-help--bad'}>
          {fault ?? t('weights.effectiveHelp', { zone: zoneName(zone, locale) })}
        </p>
        {note}
      </div>
      {children}
    </ReasonDialog>
  );
}
