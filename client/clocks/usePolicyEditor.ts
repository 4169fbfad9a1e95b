import { useEffect, useState } from 'react';
import type { ClockPolicyRecord } from '#contract/clocks.ts';

export const editableFields = [
  'nameZh',
  'nameEn',
  'ruleKind',
  'dueMs',
  'warnMs',
  'warnFrom',
  'days',
  'calendarId',
  'pauses',
  'applies',
  'levels',
  'onBreach',
] as const satisfies readonly (keyof ClockPolicyRecord)[];

export type EditableField = (typeof editableFields)[number];
export type PolicyValues = Pick<ClockPolicyRecord, EditableField>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const changedFields = (before: PolicyValues, after: PolicyValues): EditableField[] =>
  editableFields.filter((field) => !same(before[field], after[field]));

function pick(record: ClockPolicyRecord): PolicyValues {
  return Object.fromEntries(
    editableFields.map((field) => [field, record[field]]),
  ) as unknown as PolicyValues;
}

function read(name: string): Partial<PolicyValues> {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '{}') as Partial<PolicyValues>;
  } catch {
    return {};
  }
}

function write(name: string, values: Partial<PolicyValues> | null): void {
  try {
    if (values === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(values));
  } catch {
    // Without storage the changes live as long as the page.
  }
}

/** What is typed into a draft, kept in the tab until it is saved, so that a refresh loses nothing. */
export function usePolicyEditor(record: ClockPolicyRecord) {
  const name = `redress.draft.clock.${record.id}`;
  const [typed, setTyped] = useState<Partial<PolicyValues>>(() => read(name));
  const saved = pick(record);
  const values = { ...saved, ...typed };
  const changed = changedFields(saved, values);
  const kept = changed.length === 0 ? '' : JSON.stringify(typed);
  useEffect(() => {
    write(name, kept === '' ? null : (JSON.parse(kept) as Partial<PolicyValues>));
  }, [name, kept]);
  return {
    values,
    changed,
    dirty: changed.length > 0,
    change: (part: Partial<PolicyValues>) => setTyped((before) => ({ ...before, ...part })),
    discard: () => setTyped({}),
  };
}

export type PolicyEditor = ReturnType<typeof usePolicyEditor>;
