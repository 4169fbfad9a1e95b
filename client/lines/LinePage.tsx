import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import type { LineOverview } from '#contract/lines.ts';
import {
  DataAmount,
  ErrorState,
  LoadingShape,
  Money,
  Page,
  PageHead,
  Panel,
  StatusTag,
  useLocaleName,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { LineContactPanel } from '../notices/LineContactPanel.tsx';
import { IdentityCheck } from '../identity/IdentityCheck.tsx';
import { RevealNumber } from '../identity/RevealNumber.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useDay } from '../unsubscribes/CaseParts.tsx';
import { areaName } from '../unsubscribes/case-words.ts';
import { LineBenefits, LineContacts, LineNotices } from './LineHistory.tsx';
import { LineCases, LineSubscriptions } from './LineWork.tsx';
import './lines.css';

const REFRESH_MS = 15_000;

/** The first thing opened on a call: one line on one page, with the identity check at its top. */
export function LinePage() {
  const { id = '' } = useParams();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['lines', id, 'overview'],
    queryFn: ({ signal }) => dataProvider.read<LineOverview>(`lines/${id}/overview`, {}, signal),
    refetchInterval: REFRESH_MS,
  });
  if (data === undefined)
    return (
      <Page>
        {error === null ? (
          <LoadingShape shape="record" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  return (
    <Page>
      <LineHead overview={data} />
      <Panel>
        <IdentityCheck lineId={data.line.id} />
      </Panel>
      <LineSubscriptions overview={data} onRead={() => void refetch()} />
      <LineCases cases={data.cases} />
      <LineBenefits rows={data.benefits} />
      <LineNotices rows={data.notices} />
      <LineContacts rows={data.contacts} />
      <LineContactPanel lineId={data.line.id} />
    </Page>
  );
}

const lineStatus: Readonly<Record<string, Status>> = {
  active: 'ok',
  suspended: 'wait',
  inactive: 'none',
  closed: 'held',
  ported: 'held',
};

function LineHead({ overview }: { overview: LineOverview }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const day = useDay();
  const { line } = overview;
  const { facts } = line;
  const side = (group: string, value: string) =>
    t(`unsubscribes.side.${group}.${value}`, { _: value });
  return (
    <PageHead
      title={<RevealNumber lineId={line.id} masked={line.msisdnMasked} />}
      name={`${t('lines.title')} ${line.msisdnMasked}`}
      tags={
        facts !== null && (
          <StatusTag status={lineStatus[facts.status] ?? 'none'}>
            {side('lineStatuses', facts.status)}
          </StatusTag>
        )
      }
      facts={
        facts === null
          ? [t('lines.noFacts')]
          : [
              <span key="plan">
                {facts.planName}{' '}
                <span className="r-muted">
                  <Money fen={facts.monthlyFeeFen} />
                  {t('unsubscribes.facts.perMonth')}
                </span>
              </span>,
              <span key="left">
                {t('lines.dataLeft')} <DataAmount mb={facts.dataRemainingMb} />
              </span>,
              side('payments', facts.paymentType),
              t('lines.billDay', { n: facts.billDay }),
              areaName(facts, locale),
              t('lines.joined', { day: facts.joinedOn }),
              <span key="asOf" className="r-muted">
                {t('lines.asOf', { day: day(facts.snapshotAsOfAt) })}
              </span>,
            ]
      }
    />
  );
}
