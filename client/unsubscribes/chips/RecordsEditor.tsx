import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { BulkJobRecord, PlanRow } from '#contract/bulk.ts';
import type { CauseGroupRecord } from '#contract/causes.ts';
import type { OutageRecord } from '#contract/outages.ts';
import { groupName, useGroupNo } from '../../causes/words.tsx';
import { LoadingShape, useLocaleName } from '../../components/index.ts';
import type { RedressDataProvider } from '../../providers/data-provider.ts';
import { ChoicesEditor } from './ChoicesEditor.tsx';
import { listOf } from './chip-spec.ts';

export type NamedResource = 'cause-groups' | 'outages' | 'plans';
type Named = (CauseGroupRecord | OutageRecord | PlanRow) & { id: string };

const LISTED = 100;
const FRESH_MS = 60_000;
/** What is asked for most comes first. */
const sorts = {
  'cause-groups': { field: 'openCount', order: 'DESC' },
  outages: { field: 'startedAt', order: 'DESC' },
  plans: { field: 'createdAt', order: 'DESC' },
} as const;

/** What a cause, an outage or a bulk plan is called. */
function useNameOf(resource: NamedResource): (row: Named) => string {
  const t = useTranslate();
  const locale = useLocaleName();
  const groupNo = useGroupNo();
  return (row) => {
    if (resource === 'cause-groups') {
      const group = row as CauseGroupRecord;
      return `${groupNo(group.groupNo)} ${groupName(group, locale)}`;
    }
    if (resource === 'outages') {
      const { number, title } = row as OutageRecord;
      return `${number} ${title}`;
    }
    const { number, kind } = row as PlanRow;
    return `${number} ${t(`bulk.kind.${kind}`)}`;
  };
}

function useNamed(resource: NamedResource, ids: readonly string[]) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: [resource, 'named', ids],
    queryFn: async () => (await dataProvider.getMany<Named>(resource, { ids: [...ids] })).data,
    enabled: ids.length > 0,
    staleTime: FRESH_MS,
  });
}

/** The names of what a condition names by id; the end of the id where there is none to be read. */
export function RecordNames({ resource, value }: { resource: NamedResource; value: unknown }) {
  const ids = listOf(value);
  const locale = useLocaleName();
  const nameOf = useNameOf(resource);
  const { data, isPending } = useNamed(resource, ids);
  if (isPending) return <>…</>;
  const name = (id: string) => {
    const row = data?.find((candidate) => candidate.id === id);
    return row === undefined ? `…${id.slice(-6)}` : nameOf(row);
  };
  const text = ids.map(name).join(locale === 'zh' ? '、' : ', ');
  return <span title={text}>{text}</span>;
}

/** The bulk plan that a job runs. */
export function JobName({ jobId }: { jobId: string }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error } = useQuery({
    queryKey: ['bulk-jobs', jobId, 'plan'],
    queryFn: ({ signal }) =>
      dataProvider.read<Pick<BulkJobRecord, 'planId'>>(`bulk-jobs/${jobId}`, {}, signal),
    staleTime: FRESH_MS,
  });
  if (error !== null) return <>{`…${jobId.slice(-6)}`}</>;
  return data === undefined ? <>…</> : <RecordNames resource="plans" value={data.planId} />;
}

interface RecordsEditorProps {
  resource: NamedResource;
  label: string;
  value: unknown;
  onChange(ids: string[]): void;
}

/** Several of the causes, outages or bulk plans that are asked for most, and those chosen already. */
export function RecordsEditor({ resource, label, value, onChange }: RecordsEditorProps) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const nameOf = useNameOf(resource);
  const chosen = useNamed(resource, listOf(value));
  const listed = useQuery({
    queryKey: [resource, 'choices'],
    queryFn: async () =>
      (
        await dataProvider.getList<Named>(resource, {
          pagination: { page: 1, perPage: LISTED },
          sort: sorts[resource],
          filter: {},
        })
      ).data,
    staleTime: FRESH_MS,
  });
  if (listed.data === undefined || chosen.isLoading) return <LoadingShape shape="rows" rows={3} />;
  const rows = new Map([...listed.data, ...(chosen.data ?? [])].map((row) => [row.id, row]));
  return (
    <ChoicesEditor
      label={label}
      choices={[...rows.values()].map((row) => ({ id: row.id, label: nameOf(row) }))}
      value={value}
      onChange={onChange}
    />
  );
}
