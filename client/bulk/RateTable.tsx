import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { JobSystem } from '#contract/bulk.ts';
import { Num, Panel, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

export type RateRow = Pick<
  JobSystem,
  'system' | 'perSecond' | 'maxPerSecond' | 'breaker' | 'total'
> &
  Partial<Pick<JobSystem, 'done' | 'failed'>>;

const breakerStatus = { closed: 'ok', open: 'bad', half_open: 'wait' } as const satisfies Record<
  JobSystem['breaker'],
  Status
>;

interface RateTableProps {
  rows: readonly RateRow[];
  /** Left out where the pace may not be changed. */
  onRate?: (system: JobSystem['system'], perSecond: number) => void;
}

/** The systems in the safe order: how far, how fast, and what each allows. */
export function RateTable({ rows, onRate }: RateTableProps) {
  const t = useTranslate();
  return (
    <Panel
      title={t('bulk.systems.title')}
      note={t('bulk.systems.order')}
      actions={onRate && <span className="r-note">{t('bulk.systems.adjustable')}</span>}
      flush
    >
      <div className="bulk-systems" role="table" aria-label={t('bulk.systems.title')}>
        <div className="bulk-systems__row bulk-systems__row--head" role="row">
          <span role="columnheader">{t('bulk.systems.system')}</span>
          <span role="columnheader">{t('bulk.systems.progress')}</span>
          <span role="columnheader" className="r-right">
            {t('bulk.systems.calls')}
          </span>
          <span role="columnheader">{t('bulk.systems.pace')}</span>
          <span role="columnheader" className="r-right">
            {t('bulk.systems.breaker')}
          </span>
        </div>
        {rows.map((row) => (
          <SystemRow key={row.system} row={row}>
            {onRate === undefined ? null : (
              <input
                type="range"
                min={1}
                max={row.maxPerSecond}
                step={1}
                value={row.perSecond}
                aria-label={t('bulk.systems.paceOf', { system: t(`common.systems.${row.system}`) })}
                onChange={(event) => onRate(row.system, Number(event.target.value))}
              />
            )}
          </SystemRow>
        ))}
      </div>
    </Panel>
  );
}

function SystemRow({ row, children }: { row: RateRow; children: ReactNode }) {
  const t = useTranslate();
  const { done = 0, failed = 0, total } = row;
  const share = (n: number) => `${total === 0 ? 0 : (n / total) * 100}%`;
  return (
    <div className="bulk-systems__row" role="row">
      <strong role="cell">{t(`common.systems.${row.system}`)}</strong>
      <span role="cell" className="bulk-systems__bar">
        <span className="bulk-bar" aria-hidden>
          <span className="r-fill-flight" style={{ width: share(done - failed) }} />
          <span className="r-fill-bad" style={{ width: share(failed) }} />
        </span>
      </span>
      <span role="cell" className="r-right">
        {row.done === undefined ? <Num value={total} /> : <Num value={done} unit={`/ ${total}`} />}
      </span>
      <span role="cell" className="bulk-pace">
        {children}
        <Num value={row.perSecond} unit={t('bulk.systems.perSecond')} />
        <span className="r-note">{t('bulk.systems.most', { max: row.maxPerSecond })}</span>
      </span>
      <span role="cell" className="r-right">
        <StatusWord status={breakerStatus[row.breaker]}>
          {t(`bulk.breaker.${row.breaker}`)}
        </StatusWord>
      </span>
    </div>
  );
}
