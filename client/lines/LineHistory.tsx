import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { LineOverview } from '#contract/lines.ts';
import { Panel, When } from '../components/index.ts';
import { BenefitAmount } from '../compensation/words.tsx';
import type { Benefit } from '../compensation/words.tsx';
import { NoticeWord } from '../notices/words.tsx';
import type { NoticeState } from '#domain/lifecycles.ts';
import { useMay } from '../session/SessionContext.ts';

interface HistoryProps {
  part: 'benefits' | 'notices' | 'contacts';
  columns: readonly { key: string; label: string; right?: boolean }[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** One part of what happened to the line, newest first. */
function History({ part, columns, rows }: HistoryProps) {
  const t = useTranslate();
  return (
    <Panel title={t(`lines.${part}.title`)} note={rows.length} flush>
      {rows.length === 0 ? (
        <p className="l-none">{t(`lines.${part}.none`)}</p>
      ) : (
        <table className="r-table l-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  className={column.right === true ? 'r-right' : undefined}
                >
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                {row.cells.map((cell, index) => (
                  <td
                    key={columns[index]?.key}
                    className={columns[index]?.right === true ? 'r-right' : undefined}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

export function LineBenefits({ rows }: { rows: LineOverview['benefits'] }) {
  const t = useTranslate();
  const mayOpen = useMay('batches.read');
  const word = (key: string) => t(`lines.benefits.${key}`);
  return (
    <History
      part="benefits"
      columns={[
        { key: 'outage', label: word('outage') },
        { key: 'batch', label: word('batch') },
        { key: 'benefit', label: word('benefit') },
        { key: 'amount', label: word('amount'), right: true },
        { key: 'state', label: word('state') },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          row.outageId === null ? (
            '–'
          ) : (
            <Link to={`/outages/${row.outageId}/show`}>
              {row.outageNumber} {row.outageTitle}
            </Link>
          ),
          mayOpen ? (
            <Link to={`/compensation-batches/${row.batchId}/show`}>{row.batchNumber}</Link>
          ) : (
            row.batchNumber
          ),
          t(`compensation.benefit.${row.benefit}`, { _: row.benefit }),
          <BenefitAmount key="amount" benefit={row.benefit as Benefit} amount={row.amount} />,
          t(`compensation.itemState.${row.state}`, { _: row.state }),
        ],
      }))}
    />
  );
}

export function LineNotices({ rows }: { rows: LineOverview['notices'] }) {
  const t = useTranslate();
  const word = (key: string) => t(`lines.notices.${key}`);
  return (
    <History
      part="notices"
      columns={[
        { key: 'sent', label: word('sent') },
        { key: 'text', label: word('text') },
        { key: 'state', label: word('state') },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          <When key="at" at={row.createdAt} />,
          <span key="text" className="l-text">
            <Link to={`/notices/${row.id}/show`}>{row.templateCode}</Link>{' '}
            <span className="r-note">
              {t(`notices.channel.${row.channel}`, { _: row.channel })}
            </span>{' '}
            {row.body}
          </span>,
          <NoticeWord key="state" state={row.state as NoticeState} />,
        ],
      }))}
    />
  );
}

type Contact = LineOverview['contacts'][number];

export function LineContacts({ rows }: { rows: LineOverview['contacts'] }) {
  const t = useTranslate();
  const word = (key: string) => t(`lines.contacts.${key}`);
  const groups = {
    identity: 'identity.methods',
    reveal: 'identity.reveal.reasons',
    complaint: 'clocks.complaint.sources',
  } as const satisfies Record<Contact['kind'], string>;
  const sentence = ({ kind, what, result }: Contact) => {
    const words = t(`lines.contacts.${kind}`, {
      what: t(`${groups[kind]}.${what}`, { _: what }),
      result: result === null ? '' : t(`identity.results.${result}`, { _: result }),
    });
    return kind === 'complaint' && result !== null ? `${words} · ${word('replied')}` : words;
  };
  return (
    <History
      part="contacts"
      columns={[
        { key: 'at', label: word('at') },
        { key: 'what', label: word('what') },
        { key: 'who', label: word('who') },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          <When key="at" at={row.at} />,
          <span key="what">
            {sentence(row)}{' '}
            {row.caseId !== null && (
              <Link to={`/cases/${row.caseId}/show`}>{word('openCase')}</Link>
            )}
          </span>,
          row.who,
        ],
      }))}
    />
  );
}
