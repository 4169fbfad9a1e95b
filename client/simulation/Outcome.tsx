import { useTranslate } from 'ra-core';
import type { SimulationShow } from '#contract/simulations.ts';
import { Panel, ProgressBar, useNow, useVerb } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { DifferenceChart } from './DifferenceChart.tsx';
import { ResultTables } from './ResultTables.tsx';
import { Totals } from './Totals.tsx';

/** What came out, or how far it is. */
export function Outcome({ simulation }: { simulation: SimulationShow }) {
  const t = useTranslate();
  const { state, result, failure } = simulation;
  if (state === 'waiting' || state === 'running') return <Working simulation={simulation} />;
  if (result === null)
    return (
      <Panel label={t('simulation.failed')}>
        <p className={`r-help${state === 'failed' ? ' r-help--bad' : ''}`} role="alert">
          {state === 'cancelled' ? t('simulation.cancelled') : t('simulation.failed')}{' '}
          {failure !== null && t(failure.message, { ...failure.args, _: failure.message })}
        </p>
      </Panel>
    );
  return (
    <>
      <Totals result={result} />
      <DifferenceChart result={result} />
      <ResultTables result={result} />
    </>
  );
}

function Working({ simulation }: { simulation: SimulationShow }) {
  const t = useTranslate();
  const now = useNow(1_000);
  const { staff } = useSession();
  const cancel = useVerb({ message: t('simulation.cancelDone') });
  const { startedAt, progressDone: done, progressTotal: total } = simulation;
  const ms = startedAt === null ? 0 : now - startedAt;
  const rate = ms < 1000 || done === 0 ? null : (done / ms) * 60_000;
  const label = t(
    simulation.cancelRequested
      ? 'simulation.cancelling'
      : simulation.state === 'waiting'
        ? 'simulation.waiting'
        : 'simulation.running',
  );
  const mine = staff?.id === simulation.createdBy && !simulation.cancelRequested;
  return (
    <Panel title={label}>
      <ProgressBar
        done={done}
        total={total}
        label={label}
        ratePerMinute={rate}
        leftMs={rate === null ? null : ((total - done) / rate) * 60_000}
        {...(mine
          ? {
              onCancel: () =>
                cancel.mutate({ resource: 'simulations', id: simulation.id, verb: 'cancel' }),
            }
          : {})}
      />
    </Panel>
  );
}
