import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { suspensionReasons } from '#domain/policy-types.ts';
import type { Suspension } from '#domain/policy-types.ts';
import { createZone, formatLocal } from '#domain/time.ts';
import { Button, LocalTimeInput } from '../components/index.ts';
import { tidyLocal } from '../components/local-time.ts';
import { useSession } from '../session/SessionContext.ts';
import { attempt } from '../components/attempt.ts';
import { instantOf } from './example.ts';
import type { Field } from './field.ts';
import { at, entry, held, removed } from './field.ts';
import { useHalfTyped } from './form-context.ts';
import { Choice, FormRow, WindowInputs } from './inputs.tsx';

const kinds = ['recorded', 'daily', 'dated'] as const;

/** Windows in which the clock stands still. */
export function SuspensionFields({ field }: { field: Field<readonly Suspension[] | undefined> }) {
  const t = useTranslate();
  const list = { ...field, value: field.value ?? [] };
  const set = (next: readonly Suspension[]) => field.onChange(next.length === 0 ? undefined : next);
  return (
    <FormRow label={t('policies.rule.suspensions')} path="counting.suspensions">
      <div className="p-list">
        {list.value.map((_one, index) => (
          <div className="p-list__row" key={index}>
            <SuspensionRow field={entry(list, index)} />
            <Button
              kind="plain"
              icon="close"
              aria-label={t('policies.edit.remove')}
              onClick={() => set(removed(list.value, index))}
            />
          </div>
        ))}
        <Button
          kind="link"
          icon="plus"
          onClick={() => set([...list.value, { kind: 'recorded', reason: 'maintenance' }])}
        >
          {t('policies.edit.addSuspension')}
        </Button>
      </div>
    </FormRow>
  );
}

function fresh(kind: Suspension['kind'], { reason }: Suspension, now: number): Suspension {
  if (kind === 'recorded') return { kind, reason };
  if (kind === 'daily') return { kind, reason, fromMinute: 0, toMinute: 360 };
  const startAt = Math.floor(now / 86_400_000) * 86_400_000;
  return { kind, reason, startAt, endAt: startAt + 86_400_000 };
}

function SuspensionRow({ field }: { field: Field<Suspension> }) {
  const t = useTranslate();
  const one = field.value;
  return (
    <>
      <Choice
        label={t('policies.edit.suspensionReason')}
        value={one.reason}
        options={suspensionReasons}
        word={(reason) => t(`policies.words.suspension.${reason}`)}
        onChange={(reason) => field.onChange({ ...one, reason })}
      />
      <Choice
        label={t('policies.edit.suspensionKind')}
        value={one.kind}
        options={kinds}
        word={(kind) => t(`policies.edit.suspensions.${kind}`)}
        onChange={(kind) => field.onChange(fresh(kind, one, Date.now()))}
      />
      {one.kind === 'daily' && <WindowInputs field={held(field, one)} />}
      {one.kind === 'dated' && (
        <>
          <InstantInput
            label={t('policies.edit.windowFrom')}
            field={at(held(field, one), 'startAt')}
          />
          <span>{t('policies.edit.until')}</span>
          <InstantInput label={t('policies.edit.windowTo')} field={at(held(field, one), 'endAt')} />
        </>
      )}
    </>
  );
}

/** A moment by the clock of the console's zone. */
function InstantInput({ field, label }: { field: Field<number>; label: string }) {
  const t = useTranslate();
  const { zone } = useSession();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = formatLocal(createZone(zone), field.value).slice(0, 16).replace(' ', 'T');
  const near = shown.slice(0, 10);
  const instant = (text: string) =>
    attempt(() => instantOf(zone, tidyLocal(text, near) ?? text)).value;
  const half = typed !== null && instant(typed) === null;
  useHalfTyped(field.path, half);
  return (
    <LocalTimeInput
      label={label}
      near={near}
      fault={half ? t('errors.field.format') : undefined}
      value={typed ?? shown}
      onChange={(text) => {
        setTyped(text);
        const value = instant(text);
        if (value !== null) field.onChange(value);
      }}
      onBlur={() => {
        if (!half) setTyped(null);
      }}
    />
  );
}
