import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { LineOverview } from '#contract/lines.ts';
import {
  LampRow,
  Money,
  Panel,
  StatusTag,
  VerbButton,
  When,
  systems,
  useLocaleName,
} from '../components/index.ts';
import type { LampStates, Status } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { StateWord, useDay } from '../unsubscribes/CaseParts.tsx';
import { failureName } from '../unsubscribes/case-words.ts';

type Subscription = LineOverview['subscriptions'][number];

const actualStatus: Readonly<Record<string, Status>> = {
  active: 'flight',
  cancelled: 'held',
  absent: 'none',
  unknown: 'unk',
};

interface SubscriptionsProps {
  overview: LineOverview;
  onRead(): void;
}

/** What the line holds, as it was last seen; reading anew goes through the jobs like any call. */
export function LineSubscriptions({ overview, onRead }: SubscriptionsProps) {
  const t = useTranslate();
  const mayRead = useMay('cases.resync');
  const word = (key: string) => t(`lines.subscriptions.${key}`);
  const { subscriptions, line } = overview;
  return (
    <Panel
      title={word('title')}
      note={word('note')}
      flush
      actions={
        mayRead &&
        line.openCaseCount > 0 && (
          <VerbButton<{ queued: number }>
            resource="lines"
            id={line.id}
            verb="read-back"
            icon="search"
            label={word('read')}
            message={({ queued }) =>
              queued === 0
                ? word('readNone')
                : t('lines.subscriptions.reading', { smart_count: queued })
            }
            onDone={onRead}
          />
        )
      }
    >
      {subscriptions.length === 0 ? (
        <p className="l-none">{word('none')}</p>
      ) : (
        <table className="r-table l-table">
          <thead>
            <tr>
              <th scope="col">{word('product')}</th>
              <th scope="col">{t('unsubscribes.lamps.title')}</th>
              <th scope="col">{word('seen')}</th>
              <th scope="col" className="r-right">
                {word('fee')}
              </th>
              <th scope="col">{word('next')}</th>
              <th scope="col" className="r-right">
                {word('over')}
              </th>
            </tr>
          </thead>
          <tbody>
            {subscriptions.map((one) => (
              <SubscriptionRow key={one.productCode} one={one} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function SubscriptionRow({ one }: { one: Subscription }) {
  const t = useTranslate();
  const day = useDay();
  const lamps: LampStates = {};
  for (const system of systems) {
    const { actual } = one.lamps[system];
    lamps[system] = {
      status: actualStatus[actual] ?? 'none',
      label: t(actual === 'active' ? 'unsubscribes.inUse' : `unsubscribes.actual.${actual}`),
    };
  }
  const seen = systems
    .map((system) => one.lamps[system].seenAt)
    .filter((at): at is number => at !== null);
  return (
    <tr>
      <td>
        <Link to={`/cases/${one.caseId}/show`}>{one.productName}</Link>{' '}
        <span className="r-note">{one.partnerName}</span>
      </td>
      <td>
        <LampRow lamps={lamps} />
      </td>
      <td>
        {seen.length === 0 ? (
          <span className="r-muted">{t('lines.subscriptions.never')}</span>
        ) : (
          <When at={Math.min(...seen)} />
        )}
      </td>
      <td className="r-right">
        {one.chargeMode === 'per_use' ? (
          t('systems.money.mode.per_use')
        ) : (
          <Money fen={one.monthlyFeeFen} />
        )}
      </td>
      <td>{one.nextChargeAt === null ? '–' : day(one.nextChargeAt)}</td>
      <td className="r-right">{one.overchargeFen > 0 ? <Money fen={one.overchargeFen} /> : '–'}</td>
    </tr>
  );
}

export function LineCases({ cases }: { cases: LineOverview['cases'] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const word = (key: string) => t(`lines.cases.${key}`);
  return (
    <Panel title={word('title')} note={cases.length} flush>
      {cases.length === 0 ? (
        <p className="l-none">{word('none')}</p>
      ) : (
        <table className="r-table l-table">
          <thead>
            <tr>
              <th scope="col">{word('ticket')}</th>
              <th scope="col">{t('lines.subscriptions.product')}</th>
              <th scope="col">{word('cause')}</th>
              <th scope="col">{word('state')}</th>
              <th scope="col">{word('requested')}</th>
            </tr>
          </thead>
          <tbody>
            {cases.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link to={`/cases/${one.id}/show`}>{one.ticketNo}</Link>{' '}
                  {one.priority > 0 && (
                    <StatusTag status={one.priority === 2 ? 'bad' : 'wait'}>
                      {t(`unsubscribes.page.priority.p${one.priority}`)}
                    </StatusTag>
                  )}
                </td>
                <td>{one.productName}</td>
                <td>
                  <span className="r-muted">{one.failureCode}</span> {failureName(one, locale)}
                </td>
                <td>
                  <StateWord state={one.state} />
                </td>
                <td>
                  <When at={one.requestedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
