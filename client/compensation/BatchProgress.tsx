import { useTranslate } from 'ra-core';
import type { BatchShow } from '#contract/compensation.ts';
import { Num, Panel, ProgressBar, StatusWord, When, useNow, useVerb } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { parkedText } from './words.tsx';

/** Calculation and crediting while they run; what stopped them, when they did not end well. */
export function BatchProgress({ record }: { record: BatchShow }) {
  const t = useTranslate();
  if (record.failure !== null)
    return (
      <Panel label={t('compensation.failed')}>
        <p className="r-help r-help--bad" role="alert">
          {t(record.failure.message, record.failure.args)}
        </p>
      </Panel>
    );
  if (record.state === 'submitted') return <Waiting record={record} />;
  if (record.state === 'calculating') return <Calculating record={record} />;
  const showCredits = ['approved', 'crediting', 'partly_credited', 'credited'].includes(
    record.state,
  );
  if (showCredits && record.credits !== null) return <Crediting record={record} />;
  return null;
}

/** Whom a submitted batch waits for, and why this person may not decide it. */
function Waiting({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const may = useMay('batches.approve');
  return (
    <Panel label={t('compensation.state.submitted')}>
      <div className="b-waits">
        <StatusWord status="wait">
          {record.tier === null
            ? t('compensation.state.submitted')
            : t('compensation.progress.waits', { who: t(`compensation.tier.${record.tier}`) })}
        </StatusWord>
        {record.expiresAt !== null && (
          <span className="r-muted">
            {t('compensation.sheet.expiresAt')} <When at={record.expiresAt} />
          </span>
        )}
        {may && record.approvalBlock !== null && (
          <span className="r-muted">{t(record.approvalBlock)}</span>
        )}
      </div>
    </Panel>
  );
}

function pace(record: BatchShow, now: number) {
  const ms = record.phaseStartedAt === null ? 0 : now - record.phaseStartedAt;
  if (ms < 1000 || record.progressDone === 0) return { rate: null, left: null };
  const rate = (record.progressDone / ms) * 60_000;
  return { rate, left: ((record.progressTotal - record.progressDone) / rate) * 60_000 };
}

function Calculating({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const now = useNow(1_000);
  const cancel = useVerb({ message: t('compensation.done.cancelCalculation') });
  const { rate, left } = pace(record, now);
  const label = t(
    record.cancelRequested
      ? 'compensation.progress.cancelling'
      : record.progressTotal === 0
        ? 'compensation.progress.preparing'
        : 'compensation.progress.calculating',
  );
  return (
    <Panel title={label}>
      <ProgressBar
        done={record.progressDone}
        total={record.progressTotal}
        label={label}
        ratePerMinute={rate}
        leftMs={left}
        {...(record.may.includes('cancel-calculation') && !record.cancelRequested
          ? {
              onCancel: () =>
                cancel.mutate({
                  resource: 'compensation-batches',
                  id: record.id,
                  verb: 'cancel-calculation',
                  body: { version: record.version },
                }),
            }
          : {})}
      />
    </Panel>
  );
}

function Crediting({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const { credits } = record;
  if (credits === null) return null;
  const total =
    credits.fixed +
    credits.sent +
    credits.accepted +
    credits.unknown +
    credits.parked +
    credits.reversed;
  const part = (
    status: 'ok' | 'unk' | 'bad' | 'flight',
    state: 'accepted' | 'unknown' | 'parked' | 'sent',
  ) => ({
    status,
    count: credits[state],
    label: t(`compensation.itemState.${state}`),
  });
  const parts = [
    part('ok', 'accepted'),
    part('flight', 'sent'),
    part('unk', 'unknown'),
    part('bad', 'parked'),
  ].filter(({ count }) => count > 0);
  return (
    <Panel
      title={t('compensation.progress.credits')}
      note={record.creditingPaused ? t('compensation.progress.paused') : undefined}
    >
      <ProgressBar
        done={credits.accepted}
        total={total}
        label={t('compensation.progress.crediting')}
        parts={parts}
      />
      <ul className="b-legend">
        {parts.map(({ status, label, count }) => (
          <li key={status}>
            <StatusWord status={status}>{label}</StatusWord> <Num value={count} />
          </li>
        ))}
      </ul>
      {credits.parkedReasons.length > 0 && (
        <table className="b-reasons">
          <caption className="r-hidden">{t('compensation.progress.parkedWhy')}</caption>
          <tbody>
            {credits.parkedReasons.map(({ reason, items }) => (
              <tr key={reason}>
                <td>
                  <Num value={items} unit={t('compensation.unit.items', { smart_count: items })} />
                </td>
                <th scope="row">{parkedText(reason, t)}</th>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {record.may.includes('retry-parked') && credits.parked > 0 && (
        <p className="r-note">{t('compensation.progress.parkedHint')}</p>
      )}
    </Panel>
  );
}
