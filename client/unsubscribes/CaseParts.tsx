import { useTranslate } from 'ra-core';
import type { CaseRecord, CaseShow } from '#contract/cases.ts';
import { TECHNICAL_WARN_MS } from '#domain/case-rules.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import {
  CategoryMark,
  LampRow,
  Money,
  StatusIcon,
  StatusTag,
  StatusWord,
  When,
  formatDateTime,
  systems,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { LampStates } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import {
  actualWord,
  dueView,
  failureName,
  lampStatus,
  nothingWanted,
  stateStatus,
} from './case-words.ts';

/** The day of an instant in the operator's zone: 10月20日, 20 Oct. */
export function useDay(): (at: number) => string {
  const { zone } = useSession();
  const locale = useLocaleName();
  const now = useNow();
  return (at) => formatDateTime(at, zone, locale, now).replace(/ \d\d:\d\d$/, '');
}

export function StateWord({ state, tag = false }: { state: CaseState; tag?: boolean }) {
  const t = useTranslate();
  const word = t(`unsubscribes.state.${state}`);
  const status = stateStatus[state];
  return tag ? (
    <StatusTag status={status}>{word}</StatusTag>
  ) : (
    <StatusWord status={status}>{word}</StatusWord>
  );
}

export function CaseLamps({ record }: { record: CaseRecord }) {
  const t = useTranslate();
  const lamps: LampStates = {};
  for (const system of systems) {
    const nothing = nothingWanted(record) ? `${t('unsubscribes.lamps.wantedNothing')} · ` : '';
    lamps[system] = {
      status: lampStatus(record, system),
      label: nothing + actualWord(t, record, system),
    };
  }
  return <LampRow lamps={lamps} />;
}

/** What the product costs: so much a month, or each use. */
export function Fee({ record }: { record: Pick<CaseShow, 'chargeMode' | 'monthlyFeeFen'> }) {
  const t = useTranslate();
  if (record.chargeMode === 'per_use') return <>{t('systems.money.mode.per_use')}</>;
  return (
    <>
      <Money fen={record.monthlyFeeFen} />
      {t('unsubscribes.facts.perMonth')}
    </>
  );
}

/** Mark, code and name of why it failed; the whole name in the tooltip. */
export function Cause({ record }: { record: CaseRecord }) {
  const locale = useLocaleName();
  const name = failureName(record, locale);
  return (
    <CategoryMark category={record.category}>
      <span className="q-cause" title={name}>
        <span className="q-cause__code">{record.failureCode}</span> {name}
      </span>
    </CategoryMark>
  );
}

/** The clock of a case: 剩 38 min amber near its end, 超 4 min red with its shape; or why it stands. */
export function Due({ record }: { record: CaseRecord }) {
  const t = useTranslate();
  const day = useDay();
  const now = useNow();
  const view = dueView(record);
  if (view.kind === 'ended')
    return (
      <span className="r-ink-none">
        {view.at === null ? t('unsubscribes.due.ended') : day(view.at)}
      </span>
    );
  if (view.kind === 'date') return <span className="q-due">{day(view.at)}</span>;
  if (view.kind !== 'clock')
    return <span className="r-ink-none">{t(`unsubscribes.due.${view.kind}`)}</span>;
  const left = view.at - now;
  if (left < 0)
    return (
      <span className="q-due r-ink-bad">
        <StatusIcon status="bad" size={12} />
        <When at={view.at} as="due" />
      </span>
    );
  return (
    <span className={left < TECHNICAL_WARN_MS ? 'q-due r-ink-wait' : 'q-due'}>
      <When at={view.at} as="due" />
    </span>
  );
}
