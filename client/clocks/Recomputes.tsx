import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { ClockRecomputeRecord } from '#contract/clocks.ts';
import { Panel, ProgressBar, VerbButton, useNow, useVerb } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

const RECENT_MS = 10 * 60_000;

/** The latest run over open cases: while it goes on, when it was stopped, and for a while after. */
export function Recomputes() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const now = useNow();
  const { data } = useQuery({
    queryKey: ['clocks', 'recomputes'],
    queryFn: ({ signal }) =>
      dataProvider.read<{ items: ClockRecomputeRecord[] }>('clock-recomputes', {}, signal),
    refetchInterval: (query) => (query.state.data?.items[0]?.state === 'running' ? 1_000 : 15_000),
  });
  const run = data?.items[0];
  if (run === undefined) return null;
  const over = run.state === 'done' && now - (run.finishedAt ?? 0) > RECENT_MS;
  return over ? null : <Run run={run} />;
}

function Run({ run }: { run: ClockRecomputeRecord }) {
  const t = useTranslate();
  const mayPublish = useMay('catalogue.publish');
  const cancel = useVerb({ message: t('clocks.run.cancelledNote') });
  const name = t(`clocks.kind.${run.kind}`);
  if (run.state === 'done')
    return (
      <p className="r-note t-run" role="status">
        {t('clocks.run.done', { changed: run.changed, total: run.done })}
      </p>
    );
  return (
    <Panel className="t-run" title={t('clocks.run.title', { name })}>
      <ProgressBar
        done={run.done}
        total={run.total}
        label={t('clocks.run.title', { name })}
        {...(run.state === 'running' && mayPublish
          ? {
              onCancel: () =>
                cancel.mutate({
                  resource: 'clock-recomputes',
                  id: run.id,
                  verb: 'cancel',
                  body: { version: run.version },
                }),
            }
          : {})}
      />
      {run.state === 'cancelled' && (
        <p>{t('clocks.run.cancelled', { done: run.done, total: run.total })}</p>
      )}
      {run.state === 'cancelled' && mayPublish && (
        <VerbButton
          resource="clock-recomputes"
          id={run.id}
          verb="resume"
          body={{ version: run.version }}
          label={t('clocks.run.resume')}
          message={t('clocks.run.resumed')}
        />
      )}
    </Panel>
  );
}
