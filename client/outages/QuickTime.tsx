import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { createZone } from '#domain/time.ts';
import { Button, formatTime, useNow } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { LocalTimeField } from './fields.tsx';
import { localNow } from '../components/local-time.ts';

const earlier = [0, 5, 15, 30, 60] as const;

/** Now, or so many minutes ago, or a time that is typed. */
export function QuickTime() {
  const t = useTranslate();
  const { zone } = useSession();
  const now = useNow();
  const clock = createZone(zone);
  const { setValue } = useFormContext();
  const value: unknown = useWatch({ name: 'startedLocal' });
  const [typed, setTyped] = useState(false);
  // What a press set stays chosen while the minutes go on.
  const [pressed, setPressed] = useState<{ minutes: number; local: unknown }>({
    ...{ minutes: 0, local: value },
  });
  const own = value !== pressed.local;
  const offers = earlier.map((minutes) => {
    const at = now - minutes * 60_000;
    return { minutes, at, local: localNow(clock, at) };
  });
  return (
    <>
      <div className="o-quick__chips" role="group" aria-label={t('outages.quick.when')}>
        {offers.map(({ minutes, at, local }) => (
          <button
            key={minutes}
            type="button"
            className="o-chip"
            aria-pressed={!typed && !own && pressed.minutes === minutes}
            title={formatTime(at, zone)}
            onClick={() => {
              setTyped(false);
              setPressed({ minutes, local });
              setValue('startedLocal', local, { shouldDirty: true });
            }}
          >
            {minutes === 0 ? t('outages.quick.now') : t('outages.quick.minutesAgo', { minutes })}
            {minutes === 0 && <small>{formatTime(at, zone)}</small>}
          </button>
        ))}
        <Button kind="link" aria-expanded={typed} onClick={() => setTyped(true)}>
          {t('outages.quick.otherTime')}
        </Button>
      </div>
      {(typed || own) && (
        <LocalTimeField source="startedLocal" label={t('resources.outages.fields.startedAt')} />
      )}
    </>
  );
}
