import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { OutageShow } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { Button, Dialog, LocalTimeInput, useNow, useVerb } from '../components/index.ts';
import { localNow, readLocal, shownLocal, tidyLocal } from '../components/local-time.ts';
import { faultTexts } from '../weights/faults.ts';

const offers = [30, 60, 120, 240] as const;

/** When it will be over: some minutes on, a time that is typed, or that it cannot be said. */
export function EstimateDialog({ outage, onClose }: { outage: OutageShow; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const now = useNow();
  const clock = createZone(outage.zone);
  const [text, setText] = useState(outage.estimatedEndLocal ?? '');
  const [unknown, setUnknown] = useState(false);
  const [note, setNote] = useState('');
  const act = useVerb({ message: t('outages.estimate.saved'), onDone: onClose });
  const tidy = tidyLocal(text, localDateAt(clock, now));
  const reading = text === '' ? null : readLocal(clock, tidy ?? text);
  const fault =
    faultTexts(act.error, t).estimatedLocal ??
    (reading?.kind === 'refused' ? t(reading.refusal.key, reading.refusal.args) : undefined);
  const submit = () => {
    if (act.isPending) return;
    if (!unknown && text === '') return void document.getElementById(id)?.focus();
    act.mutate({
      resource: 'outages',
      id: outage.id,
      verb: 'estimate',
      body: {
        version: outage.version,
        estimatedLocal: unknown ? null : (tidy ?? text),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('outages.estimate.ask', { number: outage.number })}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('outages.estimate.set')}
          </Button>
        </>
      }
    >
      <div className="o-quick__chips">
        {offers.map((minutes) => {
          const local = localNow(clock, now + minutes * 60_000);
          return (
            <button
              key={minutes}
              type="button"
              className="o-chip"
              aria-pressed={!unknown && text === local}
              onClick={() => {
                setUnknown(false);
                setText(local);
              }}
            >
              {minutes < 60
                ? t('outages.estimate.inMinutes', { minutes })
                : t('outages.estimate.inHours', { smart_count: minutes / 60 })}
            </button>
          );
        })}
        <button
          type="button"
          className="o-chip"
          aria-pressed={unknown}
          onClick={() => setUnknown(!unknown)}
        >
          {t('outages.estimate.unknown')}
        </button>
      </div>
      <div className="r-field">
        <label htmlFor={id}>{t('outages.estimate.when')}</label>
        <LocalTimeInput
          id={id}
          value={unknown ? '' : text}
          near={localDateAt(clock, now)}
          fault={fault}
          autoFocus
          disabled={unknown}
          onChange={setText}
        />
        <p id={`${id}-help`} className={fault === undefined ? 'r-help' : 'r-help r-help--bad'}>
          {fault ?? outage.zone}
        </p>
        {reading?.kind === 'twice' && (
          <div className="o-choose">
            {[reading.earlier, reading.later].map((way) => (
              <Button key={way} onClick={() => setText(way)}>
                {shownLocal(way)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <div className="r-field">
        <label htmlFor={`${id}-note`}>{t('outages.estimate.why')}</label>
        <input
          id={`${id}-note`}
          value={note}
          maxLength={200}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
