import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { OutageShow } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  Button,
  Dialog,
  LocalTimeInput,
  formatTime,
  useNow,
  useVerb,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { faultTexts } from '../weights/faults.ts';
import { localNow, readLocal, shownLocal, tidyLocal } from '../components/local-time.ts';

/** Asks when it ended, in the incident's zone; the present is offered. */
export function RestoreButton({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.log');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button kind="filled" icon="check" onClick={() => setOpen(true)}>
        {t('outages.acts.restore')}
      </Button>
      {open && <RestoreDialog outage={outage} onClose={() => setOpen(false)} />}
    </>
  );
}

function RestoreDialog({ outage, onClose }: { outage: OutageShow; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const now = useNow();
  const clock = createZone(outage.zone);
  const [text, setText] = useState(() => localNow(clock, now));
  const act = useVerb({ message: t('outages.acts.restored'), onDone: onClose });
  const tidy = tidyLocal(text, localDateAt(clock, now));
  const reading = readLocal(clock, tidy ?? text);
  const fault =
    faultTexts(act.error, t).endedLocal ??
    (reading.kind === 'refused' ? t(reading.refusal.key, reading.refusal.args) : undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('outages.acts.restoreTitle', { number: outage.number })}
      onSubmit={() =>
        act.mutate({
          resource: 'outages',
          id: outage.id,
          verb: 'restore',
          body: { version: outage.version, endedLocal: tidy ?? text },
        })
      }
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('outages.acts.restore')}
          </Button>
        </>
      }
    >
      <p className="r-prose">
        {t('outages.acts.restoreAsk', { start: formatTime(outage.startedAt, outage.zone) })}
      </p>
      <div className="r-field">
        <label htmlFor={id}>{t('resources.outages.fields.endedAt')}</label>
        <LocalTimeInput
          id={id}
          value={text}
          near={localDateAt(clock, now)}
          fault={fault}
          autoFocus
          onChange={setText}
        />
        <p id={`${id}-help`} className={fault === undefined ? 'r-help' : 'r-help r-help--bad'}>
          {fault ?? outage.zone}
        </p>
        {reading.kind === 'twice' && (
          <div className="o-choose">
            {[reading.earlier, reading.later].map((way) => (
              <Button key={way} onClick={() => setText(way)}>
                {shownLocal(way)}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Dialog>
  );
}
