import { useGetList, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { clockKinds, clockSubjects } from '#domain/clocks.ts';
import {
  EmptyState,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  StatusTag,
  useLocaleName,
  useNarrow,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { Forecast } from './Forecast.tsx';
import { Recomputes } from './Recomputes.tsx';
import { PolicyState, appliesText, dueText, policyName, warnText } from './words.tsx';
import './clocks.css';

/** Retired versions stand on the page of their row. */
const SHOWN = ['draft', 'submitted', 'published'];

/** What ends in the next hours, and the rows that say when things are due. */
export function ClockPolicyList() {
  const t = useTranslate();
  useLive(['clock_policy']);
  const { data, error, refetch } = useGetList<ClockPolicyRecord>('clock-policies', {
    filter: { state: SHOWN },
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'id', order: 'ASC' },
  });
  return (
    <Page>
      <PageHead title={t('clocks.title')} tags={<span>{t('clocks.lead')}</span>} crumb={false} />
      <Recomputes />
      <Forecast />
      {data === undefined && error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <LoadingShape shape="rows" />}
      {data?.length === 0 && <EmptyState text={t('clocks.list.empty')} />}
      {data !== undefined &&
        clockSubjects.map((subject) => (
          <Subject
            key={subject}
            subject={subject}
            rows={data.filter((row) => row.subject === subject).sort(byKind)}
          />
        ))}
    </Page>
  );
}

/** The kinds in their order, each with its versions together. */
const byKind = (a: ClockPolicyRecord, b: ClockPolicyRecord): number =>
  clockKinds.indexOf(a.kind) - clockKinds.indexOf(b.kind) || (a.id < b.id ? -1 : 1);

function Subject({ subject, rows }: { subject: string; rows: readonly ClockPolicyRecord[] }) {
  const t = useTranslate();
  const narrow = useNarrow();
  if (rows.length === 0) return null;
  const later = rows.every((row) => row.later);
  return (
    <Panel
      title={t(`clocks.subject.${subject}`)}
      {...(later ? { note: t('clocks.laterHelp') } : {})}
      flush
    >
      {narrow ? (
        <ul className="r-rows t-list">
          {rows.map((row) => (
            <TwoLines key={row.id} row={row} />
          ))}
        </ul>
      ) : (
        <div className="t-scroll">
          <table className="r-table t-rules">
            <thead>
              <tr>
                {['name', 'rule', 'due', 'warn', 'days', 'pauses', 'applies', 'state'].map(
                  (key) => (
                    <th key={key} scope="col">
                      {t(`clocks.list.${key}`)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** On a phone: name and end above, warning and state below. */
function TwoLines({ row }: { row: ClockPolicyRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <li className="r-rows__row">
      <Link className="r-rows__body" to={`/clock-policies/${row.id}/show`}>
        <span className="r-rows__title">{policyName(row, locale)}</span>
        <span className="r-rows__when">{dueText(t, row)}</span>
        <span className="r-rows__second">
          {t(`clocks.ruleKind.${row.ruleKind}`)} · {t('clocks.page.version', { n: row.versionNo })}
        </span>
        <span className="r-rows__state">
          {row.later ? (
            <StatusTag status="held">{t('clocks.later')}</StatusTag>
          ) : (
            <PolicyState state={row.state} />
          )}
        </span>
      </Link>
    </li>
  );
}

function Row({ row }: { row: ClockPolicyRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <tr>
      <td>
        <Link className="t-rules__name" to={`/clock-policies/${row.id}/show`}>
          {policyName(row, locale)}
        </Link>
        <span className="r-note"> {t('clocks.page.version', { n: row.versionNo })}</span>
      </td>
      <td>{t(`clocks.ruleKind.${row.ruleKind}`)}</td>
      <td className="r-num">{dueText(t, row)}</td>
      <td className="r-num">{warnText(t, row)}</td>
      <td>{row.basis === 'event' ? '–' : t(`clocks.days.${row.days}`)}</td>
      <td>{t(row.pauses ? 'clocks.pausesYes' : 'clocks.pausesNo')}</td>
      <td>{appliesText(t, row.applies)}</td>
      <td>
        {row.later ? (
          <StatusTag status="held">{t('clocks.later')}</StatusTag>
        ) : (
          <PolicyState state={row.state} />
        )}
      </td>
    </tr>
  );
}
