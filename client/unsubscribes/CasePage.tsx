import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { CaseRecord, CaseShow } from '#contract/cases.ts';
import { stageIndex, stages } from '#domain/stages.ts';
import {
  LinkButton,
  LoadingShape,
  MaskedNumber,
  Money,
  PageHead,
  RecordPage,
  StageBar,
  useNow,
} from '../components/index.ts';
import type { StageItem } from '../components/index.ts';
import { CaseButtons } from './CaseButtons.tsx';
import { CaseDialogs } from './CaseDialogs.tsx';
import type { CaseDialogName } from './CaseDialogs.tsx';
import { CaseLampPanel } from './CaseLampPanel.tsx';
import { Cause, Due, StateWord, useDay } from './CaseParts.tsx';
import { CaseSide } from './CaseSide.tsx';
import { CaseStory } from './CaseStory.tsx';
import { CaseTimeline } from './CaseTimeline.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { clockLabel, isInFlight, isReading, isWhole, isAhead } from './case-words.ts';
import { useCaseActs } from './useCaseActs.ts';
import { useCaseKeys } from './useCaseKeys.ts';
import { useOutcome } from './useOutcome.ts';
import './case.css';

const FLIGHT_MS = 1_500;
const QUIET_MS = 30_000;

/** How soon a case is read again: at once while something is under way. */
export function refreshMs(record: CaseRecord | CaseShow | undefined, now: number): number {
  if (record === undefined) return QUIET_MS;
  const busy = isInFlight(record.state) || (isWhole(record) && isReading(record, now));
  return busy ? FLIGHT_MS : QUIET_MS;
}

export function CasePage() {
  const now = useNow(5_000);
  return (
    <RecordPage<CaseRecord | CaseShow>
      refreshEvery={(record) => refreshMs(record, now)}
      side={(record) => (isWhole(record) ? <CaseSide record={record} /> : undefined)}
    >
      {(record) =>
        isWhole(record) ? <CaseSheet record={record} /> : <LoadingShape shape="record" />
      }
    </RecordPage>
  );
}

function CaseSheet({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const acts = useCaseActs(record);
  const [dialog, setDialog] = useState<CaseDialogName | null>(null);
  useOutcome(record);
  useCaseKeys({ KeyR: () => pressPrimary(acts) });
  return (
    <>
      <CaseHead record={record}>
        {acts.mayWork && !acts.ended && (
          <button type="button" className="r-btn k-noprint" onClick={() => setDialog('assign')}>
            {t('unsubscribes.act.assign')}
          </button>
        )}
        <MoreMenu record={record} acts={acts} onOpen={setDialog} />
      </CaseHead>
      <CaseLampPanel record={record} />
      <CaseStages record={record} />
      <CaseStory split record={record} buttons={<CaseButtons record={record} acts={acts} />} />
      {acts.mayWork ? (
        <CaseTimeline record={record} onNote={() => setDialog('note')} />
      ) : (
        <CaseTimeline record={record} />
      )}
      <CaseDialogs record={record} open={dialog} onClose={() => setDialog(null)} />
    </>
  );
}

/** What the key R does: the filled button, when it can be pressed. */
export function pressPrimary(acts: ReturnType<typeof useCaseActs>): void {
  if (!acts.mayResync || acts.ended || acts.primary === null) return;
  const act = acts[acts.primary];
  if (!act.busy && act.why === null) act.run();
}

function CaseHead({ record, children }: { record: CaseShow; children: React.ReactNode }) {
  const t = useTranslate();
  return (
    <PageHead
      title={<MaskedNumber value={record.msisdnMasked} strong />}
      name={record.ticketNo}
      tags={<StateWord state={record.state} tag />}
      facts={[
        <span key="product">
          {record.productName}{' '}
          <span className="r-muted">
            <Money fen={record.monthlyFeeFen} />
            {t('unsubscribes.facts.perMonth')}
          </span>
        </span>,
        record.partnerName,
        <Cause key="cause" record={record} />,
        record.assigneeName === null
          ? t('unsubscribes.facts.unassigned')
          : t('unsubscribes.facts.assignee', { name: record.assigneeName }),
        <span key="due" className="k-due">
          {t(`unsubscribes.due.${clockLabel(record)}`)} <Due record={record} />
        </span>,
      ]}
      actions={
        <>
          {record.duplicateOf !== null && (
            <LinkButton to={`/cases/${record.duplicateOf.id}/show`} icon="arrow">
              {record.duplicateOf.ticketNo}
            </LinkButton>
          )}
          {children}
        </>
      }
    />
  );
}

function CaseStages({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const day = useDay();
  const now = useNow();
  const verified = record.state === 'verified';
  const stop = verified ? stageIndex('customer_told') : stageIndex(record.stage);
  const items = stages.map((stage, index): StageItem => {
    const at = isAhead(record, now) ? 'current' : 'stopped';
    const state = index < stop ? 'done' : index > stop || verified ? 'ahead' : at;
    const note =
      state === 'stopped'
        ? t('unsubscribes.stageBar.here')
        : state === 'ahead'
          ? t('unsubscribes.stageBar.ahead')
          : index === 0
            ? day(record.requestedAt)
            : '';
    return { key: stage, label: t(`unsubscribes.stage.${stage}`), note, state };
  });
  return <StageBar stages={items} label={t('unsubscribes.stageBar.label')} />;
}
