import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useState } from 'react';
import type { FileColumns, ImportRecord } from '#contract/imports.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { fieldFaultsOf } from './faults.ts';

interface Choices {
  columns: Record<string, string>;
  /** Of the CRM's list, where there are two. */
  crmColumns: Record<string, string>;
  zone: string;
  asOf: string;
}

/** Which file's columns. */
export type ColumnsRoot = 'columns' | 'crmColumns';

export interface ColumnsForm extends Choices {
  /** Required fields that have no column. */
  missing: readonly string[];
  faults: Readonly<Record<string, string>>;
  busy: boolean;
  /** One header serves one field of its file: whoever had it loses it. */
  choose(root: ColumnsRoot, field: string, header: string): void;
  setZone(zone: string): void;
  setAsOf(asOf: string): void;
  start(): void;
}

const keyOf = (record: ImportRecord) => `redress.import.${record.id}.${record.version}`;

const savedIn = (record: ImportRecord): Choices => ({
  columns: { ...record.columns },
  crmColumns: { ...record.crmFile?.columns },
  zone: record.zone,
  asOf: record.asOfOn ?? '',
});

/** What was chosen so far outlives a refresh: it stands in this tab's storage until the dry run begins. */
function restore(record: ImportRecord): Choices {
  try {
    const kept = sessionStorage.getItem(keyOf(record));
    return { ...savedIn(record), ...(JSON.parse(kept ?? '{}') as Partial<Choices>) };
  } catch {
    return savedIn(record);
  }
}

export function useColumnsForm(record: ImportRecord, onStarted: () => void): ColumnsForm {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const [choices, setChoices] = useState<Choices>(() => restore(record));
  useNewCrmList(record, setChoices);
  const key = keyOf(record);
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(choices)), [key, choices]);

  const start = useMutation<unknown, HttpError>({
    mutationFn: async () => {
      const { columns, crmColumns, zone, asOf } = choices;
      const changed = JSON.stringify(choices) !== JSON.stringify(savedIn(record));
      // Also an unchanged proposal is kept: what was accepted once is not asked again.
      const tabular = record.headers.length > 0;
      const asked = !record.remembered || record.crmFile?.remembered === false;
      const current =
        changed || (tabular && asked)
          ? await dataProvider.send<ImportRecord>('PUT', `imports/${record.id}/columns`, {
              version: record.version,
              columns: tabular ? columns : {},
              ...(record.crmFile === null ? {} : { crmColumns }),
              zone,
              ...(asOf === '' ? {} : { asOf }),
            })
          : record;
      return dataProvider.verb('imports', record.id, 'dry-run', { version: current.version });
    },
    onSuccess: () => {
      sessionStorage.removeItem(key);
      onStarted();
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
    onSettled: () => refresh(),
  });

  const set = (change: Partial<Choices>) => setChoices((before) => ({ ...before, ...change }));
  return {
    ...choices,
    missing: [
      ...missingIn(record, choices.columns),
      ...(record.crmFile === null ? [] : missingIn(record.crmFile, choices.crmColumns)),
    ],
    faults: start.error === null ? {} : fieldFaultsOf(start.error),
    busy: start.isPending,
    choose: (root, field, header) => {
      const others = Object.entries(choices[root]).map(([name, used]) => [
        name,
        header !== '' && used === header ? '' : used,
      ]);
      const columns = Object.fromEntries(others) as Record<string, string>;
      set({ [root]: { ...columns, [field]: header } });
    },
    setZone: (zone) => set({ zone }),
    setAsOf: (asOf) => set({ asOf }),
    start: () => start.mutate(),
  };
}

/** A list of the CRM that comes, or takes another's place, brings its own columns; all other choices stay. */
function useNewCrmList(
  { crmFile }: ImportRecord,
  setChoices: (change: (before: Choices) => Choices) => void,
): void {
  const list = JSON.stringify([crmFile?.fileName, crmFile?.sizeBytes, crmFile?.headers]);
  const [seen, setSeen] = useState(list);
  if (seen === list) return;
  setSeen(list);
  setChoices((before) => ({ ...before, crmColumns: { ...crmFile?.columns } }));
}

const missingIn = ({ fields }: FileColumns, columns: Record<string, string>): string[] =>
  fields
    .filter(({ field, required }) => required && (columns[field] ?? '') === '')
    .map(({ field }) => field);
