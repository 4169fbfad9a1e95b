import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { CaseRecord, CaseShow } from '#contract/cases.ts';
import { stageIndex, stages } from '#domain/stages.ts';
import type { Stage } from '#domain/stages.ts';
import {
  Button,
  LinkButton,
  LoadingShape,
  PageHead,
  RecordPage,
  StageBar,
  StatusIcon,
  StatusTag,
  VerbButton,
  formatFen,
  useNow,
} from '../components/index.ts';
import type { StageItem } from '../components/index.ts';
import { RevealNumber } from '../identity/RevealNumber.tsx';
import { CaseButtons } from './CaseButtons.tsx';
import { CaseDialogs } from './CaseDialogs.tsx';
import type { CaseDialogName } from './CaseDialogs.tsx';
import { CaseLampPanel } from './CaseLampPanel.tsx';
import { Cause, Due, Fee, StateWord, useDay } from './CaseParts.tsx';
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
  useCaseKeys({
    KeyR: () => pressPrimary(acts),
    ...(acts.mayWork && !acts.ended ? { KeyA: () => setDialog('assign') } : {}),
  });
  return (
    <>
      <CaseHead record={record}>
        <LinkButton to={`/lines/${record.lineId}`} icon="user">
          {t('unsubscribes.page.line')}
        </LinkButton>
        <Button icon="phone" onClick={() => setDialog('script')}>
          {t('unsubscribes.page.script.title')}
        </Button>
        <MoreMenu record={record} acts={acts} onOpen={setDialog} />
      </CaseHead>
      {record.mentioned && <MentionStrip record={record} />}
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
      title={
        <RevealNumber lineId={record.lineId} caseId={record.id} masked={record.msisdnMasked} />
      }
      name={record.ticketNo}
      tags={
        <>
          <StateWord state={record.state} tag />
          {record.overchargeFen > 0 && (
            <StatusTag status="bad">
              {t('unsubscribes.page.overcharged', { fen: formatFen(record.overchargeFen) })}
            </StatusTag>
          )}
          {record.priority > 0 && (
            <StatusTag status={record.priority === 2 ? 'bad' : 'wait'}>
              {t(`unsubscribes.page.priority.p${record.priority}`)}
            </StatusTag>
          )}
        </>
      }
      facts={[
        <span key="product">
          {record.productName}{' '}
          <span className="r-muted">
            <Fee record={record} />
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

/** Somebody asked the reader to look: it leaves their inbox when they say that they did. */
function MentionStrip({ record }: { record: CaseShow }) {
  const t = useTranslate();
  return (
    <div className="k-mentioned k-noprint" role="note">
      <StatusIcon status="wait" />
      <span>{t('unsubscribes.page.mention.here')}</span>
      <VerbButton
        resource="cases"
        id={record.id}
        verb="mentions/seen"
        label={t('unsubscribes.page.mention.seen')}
        message={t('unsubscribes.page.mention.seenDone')}
      />
    </div>
  );
}

/** The system whose state shows that a stage was passed. */
const stageSystem = {
  platform: 'platform',
  network: 'network',
  billing_stopped: 'billing',
} as const;

/** The day on which a passed stage is known of: the request's, or when its system was read; the rest was not told. */
function passedAt(record: CaseShow, stage: Stage, day: (at: number) => string): string {
  if (stage === 'received') return day(record.requestedAt);
  if (!(stage in stageSystem)) return '';
  const { seenAt } = record.lamps[stageSystem[stage as keyof typeof stageSystem]];
  return seenAt === null ? '' : day(seenAt);
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
          : passedAt(record, stage, day);
    return { key: stage, label: t(`unsubscribes.stage.${stage}`), note, state };
  });
  return <StageBar stages={items} label={t('unsubscribes.stageBar.label')} />;
}
