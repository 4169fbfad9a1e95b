import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CauseGroupRecord } from '#contract/causes.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { ReasonDialog, useVerb } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';

/** A time, a number of cases, a number of customers: at least one, and the first that comes ends it. */
export function MuteDialog(props: { group: CauseGroupRecord; name: string; onClose(): void }) {
  const { group, name, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const [local, setLocal] = useState('');
  const [cases, setCases] = useState('');
  const [customers, setCustomers] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useVerb({ message: t('causes.done.muted'), onDone: onClose });
  const run = (reason: string) => {
    if (local === '' && cases === '' && customers === '') return setMissing(true);
    act.mutate({
      resource: 'cause-groups',
      id: group.id,
      verb: 'mute',
      body: {
        version: group.version,
        reason,
        untilAt: local === '' ? null : instantOf(zone, local),
        moreCases: cases === '' ? null : Number(cases),
        moreCustomers: customers === '' ? null : Number(customers),
      },
    });
  };
  const numbers = [
    ['moreCases', cases, setCases],
    ['moreCustomers', customers, setCustomers],
  ] as const;
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={t('causes.muteTitle', { name })}
      sentence={t('causes.muteAsk')}
      confirmLabel={t('causes.acts.mute')}
      busy={act.isPending}
      onConfirm={run}
    >
      <div className="r-field">
        <label htmlFor={id}>{t('causes.mute.untilAt')}</label>
        <input
          id={id}
          type="datetime-local"
          value={local}
          aria-invalid={missing || undefined}
          onChange={(event) => {
            setLocal(event.target.value);
            setMissing(false);
          }}
        />
        {missing && <p className="r-help r-help--bad">{t('causes.mute.none')}</p>}
      </div>
      <div className="u-two">
        {numbers.map(([key, value, set]) => (
          <div className="r-field" key={key}>
            <label htmlFor={id + key}>{t(`causes.mute.${key}`)}</label>
            <input
              id={id + key}
              type="number"
              min={1}
              value={value}
              onChange={(event) => {
                set(event.target.value);
                setMissing(false);
              }}
            />
          </div>
        ))}
      </div>
    </ReasonDialog>
  );
}

/** A local time that daylight saving skips is no instant; the server then asks for one. */
function instantOf(zone: string, local: string): number | null {
  try {
    return parseLocal(createZone(zone), local);
  } catch {
    return null;
  }
}
