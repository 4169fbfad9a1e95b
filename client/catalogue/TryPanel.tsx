import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useRefresh, useTranslate } from 'ra-core';
import { useEffect } from 'react';
import { Link } from 'react-router-dom';
import type { MappingRunRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import {
  Button,
  Num,
  Panel,
  ProgressBar,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { useSave } from './useSave.ts';

const POLL_MS = 1500;

/** The draft tried on stored cases: what would go from which code to which; after publication, applied. */
export function TryPanel({ record }: { record: MappingVersionRecord }) {
  const t = useTranslate();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data: runs = [] } = useQuery({
    queryKey: ['mapping-versions', record.id, 'runs'],
    queryFn: ({ signal }) =>
      dataProvider.read<MappingRunRecord[]>(`mapping-versions/${record.id}/runs`, {}, signal),
    refetchInterval: (query) =>
      query.state.data?.some(({ state }) => state === 'running') === true ? POLL_MS : false,
  });
  const [last] = runs;
  const done = last?.state === 'done' ? last.id : '';
  // What was tried to the end may now be published.
  useEffect(() => {
    if (done !== '') refresh();
  }, [done, refresh]);
  const stale = last !== undefined && last.rulesVersion !== record.rulesVersion;
  return (
    <Panel
      title={t('catalogue.versions.try.title')}
      {...(last === undefined
        ? {}
        : {
            note: (
              <>
                {t(`catalogue.versions.try.kind.${last.kind}`)} · {last.startedByName}{' '}
                <When at={last.startedAt} />
              </>
            ),
          })}
      actions={<RunActs record={record} running={last?.state === 'running'} />}
    >
      {last === undefined && <p className="r-muted">{t('catalogue.versions.try.never')}</p>}
      {stale && <p className="r-note">{t('catalogue.versions.try.stale')}</p>}
      {last !== undefined && <Run run={last} />}
    </Panel>
  );
}

function RunActs({ record, running }: { record: MappingVersionRecord; running: boolean }) {
  const t = useTranslate();
  const mayPublish = useMay('catalogue.publish');
  const run = (verb: 'try' | 'apply', body: object) => ({
    run: (provider: RedressDataProvider) =>
      provider.verb<MappingRunRecord>('mapping-versions', record.id, verb, {
        version: record.version,
        ...body,
      }),
    message: `catalogue.versions.try.started.${verb}`,
    onDone: () => undefined,
  });
  const newest = useSave(run('try', { scope: 'newest' }));
  const all = useSave(run('try', { scope: 'all' }));
  const apply = useSave(run('apply', {}));
  const open = record.state === 'draft' || record.state === 'submitted';
  if (open)
    return (
      <>
        <Button busy={newest.isPending} disabled={running} onClick={() => newest.mutate()}>
          {t('catalogue.versions.try.newest')}
        </Button>
        <Button busy={all.isPending} disabled={running} onClick={() => all.mutate()}>
          {t('catalogue.versions.try.all')}
        </Button>
      </>
    );
  if (record.state !== 'published' || !mayPublish) return null;
  return (
    <Button
      busy={apply.isPending}
      disabled={running}
      title={t('catalogue.versions.try.applyHelp')}
      onClick={() => apply.mutate()}
    >
      {t('catalogue.versions.try.apply')}
    </Button>
  );
}

function Run({ run }: { run: MappingRunRecord }) {
  const t = useTranslate();
  const mayCancel = useMay('catalogue.edit');
  const cancel = useSave<unknown>({
    run: (provider) => provider.verb('mapping-runs', run.id, 'cancel'),
    message: 'catalogue.versions.try.cancelled',
    onDone: () => undefined,
  });
  const locale = useLocaleName();
  const words = {
    scanned: formatNumber(run.scanned, locale),
    moved: formatNumber(run.moved, locale),
  };
  return (
    <>
      {run.state === 'running' ? (
        <ProgressBar
          done={run.scanned}
          total={Math.max(run.total, run.scanned)}
          label={t('catalogue.versions.try.title')}
          {...(mayCancel ? { onCancel: () => cancel.mutate() } : {})}
        />
      ) : (
        <p>
          {t(`catalogue.versions.try.sum.${run.kind}`, words)}{' '}
          {run.state === 'cancelled' && t('catalogue.versions.try.wasCancelled')}
        </p>
      )}
      {run.pairs.length > 0 && <Pairs run={run} />}
    </>
  );
}

function Pairs({ run }: { run: MappingRunRecord }) {
  const t = useTranslate();
  const head = (name: string) => t(`catalogue.versions.try.head.${name}`);
  const numbers = ['count', 'moves', 'person'] as const;
  return (
    <div className="g-scroll">
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{head('pair')}</th>
            {numbers.map((name) => (
              <th key={name} scope="col" className="r-right">
                {head(name)}
              </th>
            ))}
            <th scope="col">{head('samples')}</th>
          </tr>
        </thead>
        <tbody>
          {run.pairs.map((pair) => (
            <tr key={`${pair.from} ${pair.to}`}>
              <td className="g-pair">
                {pair.from} → <strong>{pair.to}</strong>
              </td>
              {numbers.map((name) => (
                <td key={name} className="r-right">
                  <Num value={pair[name]} />
                </td>
              ))}
              <td>
                {pair.samples.map((sample) => (
                  <span key={sample.caseId} className="g-case" title={sample.rawText}>
                    <Link to={`/cases/${sample.caseId}/show`}>{sample.ticketNo}</Link>{' '}
                    <code className="r-mono">{sample.rawCode}</code>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
