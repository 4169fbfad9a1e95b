import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { RecoveryEvent, RecoveryShow } from '#contract/recoveries.ts';
import {
  KeyValues,
  Money,
  PageHead,
  Panel,
  RecordPage,
  SideColumn,
  SideSection,
  StatusTag,
  Timeline,
  When,
  formatFen,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { HeadsPanel } from './HeadsPanel.tsx';
import { RecoveryActs } from './RecoveryActs.tsx';
import { DueDate, Limitation, RecoveryState } from './words.tsx';
import './recoveries.css';

/** One claim, read like a file: its heads with what proves them, money in, what happened. */
export function RecoveryPage() {
  return (
    <RecordPage<RecoveryShow> side={(record) => <Facts row={record} />}>
      {(record) => <RecoveryFile row={record} />}
    </RecordPage>
  );
}

function RecoveryFile({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  return (
    <>
      <PageHead
        title={row.party}
        name={row.number}
        tags={
          <>
            <RecoveryState state={row.state} tag />
            {row.late && <StatusTag status="bad">{t('recoveries.facts.late')}</StatusTag>}
          </>
        }
        facts={[
          row.number,
          <Link key="outage" to={`/outages/${row.outageId}/show`}>
            {row.outageTitle}
          </Link>,
          t('recoveries.facts.filed', { name: row.filedByName }),
          <When key="at" at={row.filedAt} />,
        ]}
        actions={<RecoveryActs row={row} />}
      />
      <HeadsPanel row={row} />
      <MoneyIn row={row} />
      <Panel title={t('recoveries.timeline')} flush>
        <Timeline entries={row.timeline.toReversed().map((event) => entryOf(event, t))} />
      </Panel>
    </>
  );
}

const tones: Readonly<Record<string, Status>> = {
  received: 'ok',
  agreed: 'ok',
  litigated: 'bad',
  written_off: 'held',
  noted: 'open',
};

const entryOf = (event: RecoveryEvent, t: ReturnType<typeof useTranslate>) => ({
  id: event.id,
  when: <When at={event.at} />,
  status: tones[event.act] ?? ('flight' as const),
  title: t(`recoveries.event.${event.act}`, { _: event.act }),
  detail: [event.note, event.reason].filter((text) => text !== null).join(' · ') || undefined,
  who: event.who,
  result: event.fen === null ? undefined : formatFen(event.fen),
});

function Facts({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const fact = (name: string) => t(`recoveries.facts.${name}`);
  return (
    <SideColumn>
      <SideSection title={fact('outstanding')}>
        <p className="rc-sum">
          <Money fen={row.outstandingFen} />
        </p>
        <KeyValues
          rows={[
            { key: 'due', label: fact('due'), value: <DueDate row={row} /> },
            { key: 'limitation', label: fact('limitation'), value: <Limitation row={row} /> },
            { key: 'known', label: fact('known'), value: <When at={row.damageKnownAt} /> },
          ]}
        />
      </SideSection>
      <SideSection title={fact('title')}>
        <KeyValues
          rows={[
            { key: 'party', label: fact('party'), value: row.party },
            row.partyAddress !== null && {
              key: 'address',
              label: fact('address'),
              value: row.partyAddress,
            },
            {
              key: 'outage',
              label: fact('outage'),
              value: <Link to={`/outages/${row.outageId}/show`}>{row.outageNumber}</Link>,
            },
          ]}
        />
      </SideSection>
      <SideSection
        title={t('recoveries.letters.title')}
        link={<Link to={`/recoveries/${row.id}/letter`}>{t('recoveries.letters.doPrint')}</Link>}
      >
        <p className="r-note">
          {row.letterCount === 0 ? (
            t('recoveries.letters.none')
          ) : (
            <>
              {t('recoveries.letters.sent', { n: row.letterCount })} <When at={row.letterSentAt} />
            </>
          )}
        </p>
      </SideSection>
    </SideColumn>
  );
}

function MoneyIn({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const word = (name: string) => t(`recoveries.money.${name}`);
  return (
    <Panel title={word('title')} flush>
      {row.receipts.length === 0 ? (
        <p className="r-note rc-pad">{word('none')}</p>
      ) : (
        <div className="rc-scroll" tabIndex={0} role="region" aria-label={word('title')}>
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{word('on')}</th>
                <th scope="col">{t('recoveries.heads.head')}</th>
                <th scope="col">{word('reference')}</th>
                <th scope="col">{word('by')}</th>
                <th scope="col" className="r-right">
                  {word('amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {row.receipts.map((receipt) => (
                <tr key={receipt.id}>
                  <td className="r-num">{receipt.receivedOn}</td>
                  <td>{t(`recoveries.head.${receipt.head}`)}</td>
                  <td>
                    {receipt.reference}
                    {receipt.reason !== null && <span className="r-note"> {receipt.reason}</span>}
                  </td>
                  <td>{receipt.recordedByName}</td>
                  <td className="r-right">
                    <Money fen={receipt.amountFen} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
