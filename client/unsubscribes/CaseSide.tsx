import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CaseShow, LinkedCase } from '#contract/cases.ts';
import type { LineRecord } from '#contract/lines.ts';
import { TECHNICAL_CLOCK_MS } from '#domain/case-rules.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import {
  DataAmount,
  KeyValues,
  LocalDate,
  Money,
  SideColumn,
  SideSection,
  When,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { Due, StateWord, useDay } from './CaseParts.tsx';
import { areaName, clockLabel, nothingWanted } from './case-words.ts';
import { nextChargeAt } from './next-charge.ts';

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
      <Clocks record={record} line={line} />
      <MoneyFacts record={record} />
      <Joined record={record} />
      <LineFacts line={line} />
      <RecordFacts record={record} />
    </SideColumn>
  );
}

function Clocks({ record, line }: { record: CaseShow; line: LineRecord | undefined }) {
  const t = useTranslate();
  const day = useDay();
  const now = useNow();
  const { zone } = useSession();
  const charge = nextChargeAt(record, line?.facts?.billDay ?? null, now, zone);
  const { dueAt } = record;
  const running = dueAt !== null && !isCaseEnded(record.state);
  const share = dueAt === null ? 0 : 1 - (dueAt - now) / TECHNICAL_CLOCK_MS;
  const tone = share >= 1 ? 'bad' : share > 11 / 12 ? 'wait' : 'open';
  return (
    <SideSection title={t('unsubscribes.side.clocks')} link={t('unsubscribes.side.target')}>
      <div className="k-clock">
        <span>{t(`unsubscribes.due.${clockLabel(record)}`)}</span>
        <Due record={record} />
      </div>
      {running && (
        <div className="k-clock__bar" aria-hidden>
          <span
            className={`r-fill-${tone}`}
            style={{ width: `${Math.min(Math.max(share, 0.02), 1) * 100}%` }}
          />
        </div>
      )}
      {charge !== null && (
        <div className="k-clock">
          <span>{t('unsubscribes.side.nextCharge')}</span>
          <span>
            {day(charge)} <Money fen={record.monthlyFeeFen} />
          </span>
        </div>
      )}
    </SideSection>
  );
}

function MoneyFacts({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const day = useDay();
  const wanted = !nothingWanted(record);
  return (
    <SideSection title={t('unsubscribes.side.money')}>
      <KeyValues
        rows={[
          {
            key: 'fee',
            label: t('unsubscribes.side.monthlyFee'),
            value: <Money fen={record.monthlyFeeFen} />,
          },
          wanted && {
            key: 'from',
            label: t('unsubscribes.side.stopFrom'),
            value: day(record.wantedFromAt ?? record.requestedAt),
          },
        ]}
      />
      {record.wanted === 'active' && <p className="r-note">{t('unsubscribes.side.nothingOwed')}</p>}
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

function Linked({ cases }: { cases: readonly LinkedCase[] }) {
  return (
    <ul className="k-linked">
      {cases.map((one) => (
        <li key={one.id}>
          <Link to={`/cases/${one.id}/show`} className="r-ellipsis">
            {one.ticketNo}
          </Link>
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
  const casesOfLine = `/cases?filter=${encodeURIComponent(JSON.stringify({ lineId: line.id }))}`;
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
          <Link to={casesOfLine}>
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
