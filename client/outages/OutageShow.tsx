import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { OutageShow as OutageView, OutageTimeframe } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  LoadingShape,
  LocalDate,
  PageHead,
  Panel,
  RecordPage,
  StatusIcon,
  StatusTag,
  StatusWord,
  When,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { kindOfDate } from '../weights/measure.ts';
import { RestatementPanel } from '../compensation/RestatementPanel.tsx';
import { useCauses } from './CauseField.tsx';
import { Changes } from './Changes.tsx';
import { CompareRevisions } from './CompareRevisions.tsx';
import { EffectsPanel } from './EffectsPanel.tsx';
import { LineNotesPanel } from './LineNotesPanel.tsx';
import { EstimatePanel } from './EstimatePanel.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { FamilyPanel } from './FamilyPanel.tsx';
import { NoticesPanel } from './NoticesPanel.tsx';
import { OutageActs } from './OutageActs.tsx';
import { OutageSide } from './OutageSide.tsx';
import { PicturePanel } from './PicturePanel.tsx';
import { useNextStep } from './useNextStep.ts';
import { OutageTag, hasEvidence, useResponsibilityText } from './words.tsx';
import '../weights/weights.css';
import './outages.css';
import './outages-log.css';
import './outages-record.css';

export function OutageShow() {
  return (
    <RecordPage<OutageView>
      refreshEvery={(record) => (record?.state === 'open' ? 60_000 : false)}
      side={(record) => <OutageSide outage={record} />}
    >
      {(record) => <OutageSheet outage={record} />}
    </RecordPage>
  );
}

function useTimeframe(outage: OutageView) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['outages', outage.id, 'timeframe', outage.version],
    queryFn: ({ signal }) =>
      dataProvider.read<OutageTimeframe>(`outages/${outage.id}/timeframe`, undefined, signal),
  });
}

function OutageSheet({ outage }: { outage: OutageView }) {
  const t = useTranslate();
  const timeframe = useTimeframe(outage);
  const responsibilityText = useResponsibilityText();
  const causeName = useCauseName(outage);
  const date = localDateAt(createZone(outage.zone), outage.startedAt);
  const calendar = timeframe.data?.calendar;
  const dayKind = calendar === undefined ? null : kindOfDate(calendar, date);
  return (
    <>
      <PageHead
        title={outage.title}
        name={outage.number}
        tags={
          <>
            <OutageTag state={outage.state} />
            {outage.revision > 1 && (
              <StatusTag status="flight">
                {t('outages.revision', { revision: outage.revision })}
              </StatusTag>
            )}
          </>
        }
        facts={[
          <LocalDate key="date" on={date} dayKind={dayKind} withYear />,
          [responsibilityText(outage), outage.responsibleParty].filter(Boolean).join(' · '),
          hasEvidence(outage) && t('outages.hasEvidence'),
          <Stages key="stages" outage={outage} />,
        ]}
        actions={<OutageActs outage={outage} />}
      />
      <NextStep outage={outage} />
      {timeframe.data === undefined ? (
        <Panel>
          <LoadingShape shape="chart" />
        </Panel>
      ) : (
        <PicturePanel outage={outage} timeframe={timeframe.data} />
      )}
      {outage.revision > 1 && outage.confirmedAt !== null && (
        <RestatementPanel outageId={outage.id} version={outage.version} />
      )}
      <EstimatePanel outage={outage} />
      <NoticesPanel outage={outage} />
      <FamilyPanel outage={outage} />
      <EvidencePanel outage={outage} />
      <EffectsPanel outage={outage} />
      <LineNotesPanel outage={outage} />
      <Revisions outage={outage} causeName={causeName} />
      <CompareRevisions outage={outage} timeframe={timeframe.data} causeName={causeName} />
    </>
  );
}

/** Names of causes, those no longer offered included. */
function useCauseName(outage: OutageView): (code: string) => string {
  const locale = useLocaleName();
  const { data } = useCauses();
  return (code) => {
    const cause = data?.causes.find((one) => one.code === code);
    if (cause !== undefined) return locale === 'zh' ? cause.nameZh : cause.nameEn;
    return code === outage.cause && locale === 'zh' ? outage.causeNameZh : code;
  };
}

/** 发生 — 恢复 — 确认 顾远 — 关闭, each with its time in the tooltip. */
function Stages({ outage }: { outage: OutageView }) {
  const t = useTranslate();
  const done = (reached: boolean) => (reached ? 'ok' : 'open');
  const confirmed = outage.confirmedAt !== null;
  const stages = [
    { key: 'started', reached: true, who: '' },
    { key: 'restored', reached: outage.endedAt !== null, who: '' },
    { key: 'confirmed', reached: confirmed, who: outage.confirmedByName ?? '' },
    { key: 'closed', reached: outage.state === 'closed', who: '' },
  ] as const;
  if (outage.state === 'cancelled') return null;
  return (
    <span className="o-stages">
      {stages.map((stage) => (
        <span key={stage.key} className={stage.reached ? 'r-ink-ok' : 'r-muted'}>
          <StatusIcon status={done(stage.reached)} size={12} />
          {t(`outages.stages.${stage.key}`)} {stage.who}
        </span>
      ))}
    </span>
  );
}

/** One line that says what the outage waits for, and for whom. */
function NextStep({ outage }: { outage: OutageView }) {
  const step = useNextStep(outage);
  if (step === null) return null;
  return (
    <div className="r-panel o-next">
      <StatusWord status={step.status}>{step.title}</StatusWord>
      <span className="r-muted">{step.detail}</span>
    </div>
  );
}

interface RevisionsProps {
  outage: OutageView;
  causeName: (code: string) => string;
}

function Revisions({ outage, causeName }: RevisionsProps) {
  const t = useTranslate();
  return (
    <Panel title={t('outages.revisions.title')} note={t('outages.revisions.note')} flush>
      <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.revisions.title')}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('outages.revisions.revision')}</th>
              <th scope="col">{t('outages.revisions.when')}</th>
              <th scope="col">{t('outages.revisions.changes')}</th>
              <th scope="col">{t('outages.revisions.by')}</th>
              <th scope="col">{t('common.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {[...outage.revisions].reverse().map((revision) => (
              <tr key={revision.revision}>
                <td>
                  <strong>{revision.revision}</strong>
                </td>
                <td>
                  <When at={revision.createdAt} />
                </td>
                <td>
                  {revision.changes.length === 0 ? (
                    t('outages.revisions.first')
                  ) : (
                    <Changes changes={revision.changes} zone={outage.zone} causeName={causeName} />
                  )}
                </td>
                <td>{revision.createdByName}</td>
                <td>{revision.reason ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
