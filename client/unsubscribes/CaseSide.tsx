import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CaseShow, LinkedCase } from '#contract/cases.ts';
import type { LineRecord } from '#contract/lines.ts';
import {
  DataAmount,
  KeyValues,
  LocalDate,
  Money,
  SideColumn,
  SideSection,
  When,
  useLocaleName,
} from '../components/index.ts';
import { GroupSection } from '../causes/GroupSection.tsx';
import { ClocksSection } from '../clocks/ClocksSection.tsx';
import { IdentityCheck } from '../identity/IdentityCheck.tsx';
import { TasksSection } from '../inbox/TasksSection.tsx';
import { MessagesSection } from '../notices/MessagesSection.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { MoneySection } from '../systems/MoneySection.tsx';
import { StateWord, useDay } from './CaseParts.tsx';
import { areaName } from './case-words.ts';

export function useLine(lineId: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['lines', lineId],
    queryFn: ({ signal }) => dataProvider.read<LineRecord>(`lines/${lineId}`, {}, signal),
    staleTime: 60_000,
  });
}

/** The one right column: clocks, money, joined tickets, the line, how the case came. */
export function CaseSide({ record }: { record: CaseShow }) {
  const { data: line } = useLine(record.lineId);
  return (
    <SideColumn>
      <ClocksSection record={record} />
      <MoneySection caseId={record.id} version={record.version} />
      <GroupSection caseId={record.id} />
      <OutageFacts record={record} />
      <Caller record={record} />
      <MessagesSection record={record} />
      <TasksSection record={record} />
      <Similar record={record} />
      <Joined record={record} />
      <LineFacts line={line} />
      <RecordFacts record={record} />
    </SideColumn>
  );
}

/** Whether the caller is known, before anything is done for them. */
function Caller({ record }: { record: CaseShow }) {
  const t = useTranslate();
  return (
    <SideSection title={t('identity.title')}>
      <IdentityCheck lineId={record.lineId} caseId={record.id} />
    </SideSection>
  );
}

/** The outage it failed in, with its state; or that there was none. */
function OutageFacts({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const { outage } = record;
  return (
    <SideSection
      title={t('unsubscribes.page.outage.title')}
      link={
        outage === null ? undefined : <Link to={`/outages/${outage.id}/show`}>{outage.number}</Link>
      }
    >
      {outage === null ? (
        <p className="r-muted">{t('unsubscribes.page.outage.none')}</p>
      ) : (
        <p>
          {outage.title}{' '}
          <span className="r-note">{t(`outages.state.${outage.state}`, { _: outage.state })}</span>
        </p>
      )}
    </SideSection>
  );
}

function Similar({ record }: { record: CaseShow }) {
  const t = useTranslate();
  return (
    <SideSection title={t('unsubscribes.page.similar.title')}>
      {record.similar.length === 0 ? (
        <p className="r-muted">{t('unsubscribes.page.similar.none')}</p>
      ) : (
        <Linked cases={record.similar} />
      )}
    </SideSection>
  );
}

function Joined({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const { duplicateOf, duplicates } = record;
  if (duplicateOf !== null)
    return (
      <SideSection title={t('unsubscribes.side.joinedTo')}>
        <Linked cases={[duplicateOf]} />
      </SideSection>
    );
  return (
    <SideSection title={t('unsubscribes.side.joined')}>
      {duplicates.length === 0 ? (
        <p className="r-muted">{t('unsubscribes.side.noJoined')}</p>
      ) : (
        <Linked cases={duplicates} />
      )}
    </SideSection>
  );
}

function Linked({ cases }: { cases: readonly (LinkedCase & { productName?: string })[] }) {
  return (
    <ul className="k-linked">
      {cases.map((one) => (
        <li key={one.id}>
          <Link to={`/cases/${one.id}/show`} className="r-ellipsis">
            {one.ticketNo}
          </Link>
          {one.productName !== undefined && (
            <span className="r-note r-ellipsis">{one.productName}</span>
          )}
          <StateWord state={one.state} />
        </li>
      ))}
    </ul>
  );
}

function LineFacts({ line }: { line: LineRecord | undefined }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const day = useDay();
  if (line === undefined) return null;
  const { facts } = line;
  const word = (key: string) => t(`unsubscribes.side.${key}`);
  const of = (group: string, value: string) =>
    t(`unsubscribes.side.${group}.${value}`, { _: value });
  return (
    <SideSection
      title={word('line')}
      link={facts === null ? '' : t('unsubscribes.side.asOf', { day: day(facts.snapshotAsOfAt) })}
    >
      {facts === null ? (
        <p className="r-muted">{word('noFacts')}</p>
      ) : (
        <KeyValues
          rows={[
            { key: 'plan', label: word('plan'), value: facts.planName },
            { key: 'fee', label: word('monthlyFee'), value: <Money fen={facts.monthlyFeeFen} /> },
            {
              key: 'left',
              label: word('dataLeft'),
              value: <DataAmount mb={facts.dataRemainingMb} />,
            },
            { key: 'status', label: word('lineStatus'), value: of('lineStatuses', facts.status) },
            { key: 'pay', label: word('payment'), value: of('payments', facts.paymentType) },
            { key: 'area', label: word('area'), value: areaName(facts, locale) },
          ]}
        />
      )}
      {line.caseCount > 1 && (
        <p className="k-side-link">
          <Link to={`/lines/${line.id}`}>
            {t('unsubscribes.side.otherCases', { smart_count: line.caseCount })}
          </Link>
        </p>
      )}
    </SideSection>
  );
}

function RecordFacts({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const word = (key: string) => t(`unsubscribes.side.${key}`);
  const { importId } = record;
  return (
    <SideSection title={word('record')}>
      <KeyValues
        rows={[
          {
            key: 'ticket',
            label: word('ticketNo'),
            value: <span className="r-mono">{record.ticketNo}</span>,
          },
          record.orderRef !== null && {
            key: 'order',
            label: word('orderRef'),
            value: <span className="r-mono">{record.orderRef}</span>,
          },
          {
            key: 'channel',
            label: t('resources.cases.fields.channel'),
            value: t(`unsubscribes.channel.${record.channel}`),
          },
          {
            key: 'area',
            label: t('resources.cases.fields.areaCode'),
            value: areaName(record, locale),
          },
          { key: 'source', label: word('source'), value: record.sourceSystem },
          { key: 'requested', label: word('requestedAt'), value: <When at={record.requestedAt} /> },
          { key: 'opened', label: word('openedAt'), value: <When at={record.openedAt} /> },
          record.endedAt !== null && {
            key: 'ended',
            label: word('endedAt'),
            value: <When at={record.endedAt} />,
          },
          record.contractEndOn !== null && {
            key: 'contract',
            label: word('contractEnd'),
            value: <LocalDate on={record.contractEndOn} withYear />,
          },
          record.recurrenceOfId !== null && {
            key: 'relapse',
            label: t('unsubscribes.page.relapse'),
            value: (
              <Link to={`/cases/${record.recurrenceOfId}/show`}>
                {t('unsubscribes.page.openCase')}
              </Link>
            ),
          },
          importId !== null && {
            key: 'import',
            label: word('import'),
            value: <Link to={`/imports/${importId}/show`}>{word('importOpen')}</Link>,
          },
          {
            key: 'mapping',
            label: word('mapping'),
            value: t('unsubscribes.side.mappingVersion', { n: record.mappingVersionNo }),
          },
        ]}
      />
    </SideSection>
  );
}
