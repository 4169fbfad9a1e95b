import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { OutageEventState, OutageNotices } from '#contract/notice-rounds.ts';
import type { OutageShow } from '#contract/outages.ts';
import type { OutageEvent } from '#domain/outage-notices.ts';
import {
  Button,
  ErrorState,
  LinkButton,
  LoadingShape,
  Panel,
  StatusWord,
} from '../components/index.ts';
import { RoundCard } from '../notices/RoundCard.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { TellDialog } from './TellDialog.tsx';
import '../notices/notices.css';
import '../notices/rounds.css';

const LIVE_MS = 2_000;
const QUIET_MS = 30_000;

/** What customers have been told of the outage, and what they could be told now. */
export function NoticesPanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const mayRead = useMay('messages.read');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<OutageNotices, HttpError>({
    queryKey: ['outages', outage.id, 'notices', outage.version],
    enabled: mayRead,
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`outages/${outage.id}/notices`, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data?.rounds.some((round) => round.finishedAt === null) === true ? LIVE_MS : QUIET_MS,
  });
  const [asked, setAsked] = useState<OutageEvent | null>(null);
  if (!mayRead) return null;
  return (
    <Panel
      title={t('noticeRounds.title')}
      note={t('noticeRounds.note')}
      flush
      actions={
        <LinkButton to="/notices/settings" icon="clock">
          {t('noticeRounds.rules')}
        </LinkButton>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={2} />
      ) : (
        <>
          <Events events={data.events} onAsk={setAsked} />
          <p className="r-note o-pad">
            <Automatic events={data.automatic} />
          </p>
          {data.rounds.map((round) => (
            <RoundCard key={round.id} round={round} />
          ))}
        </>
      )}
      {asked !== null && (
        <TellDialog
          outage={outage}
          event={asked}
          onClose={() => {
            setAsked(null);
            void refetch();
          }}
        />
      )}
    </Panel>
  );
}

interface EventsProps {
  events: readonly OutageEventState[];
  onAsk: (event: OutageEvent) => void;
}

/** Those that could be told, or were; what can never be of an outage like this is left out. */
function Events({ events, onAsk }: EventsProps) {
  const t = useTranslate();
  const may = useMay('outages.notify');
  const apart = (one: OutageEventState) =>
    one.gates.some((gate) => NEVER.has(gate)) && one.roundId === null;
  return (
    <ul className="nr-events">
      {events
        .filter((one) => !apart(one))
        .map(({ event, gates }) => (
          <li key={event}>
            <strong>{t(`noticeRounds.event.${event}`)}</strong>
            {gates.length === 0 ? (
              may && (
                <Button icon="mail" onClick={() => onAsk(event)}>
                  {t('noticeRounds.preview')}
                </Button>
              )
            ) : gates.includes('told') ? (
              <StatusWord status="ok">{t('noticeRounds.gate.told')}</StatusWord>
            ) : (
              <span className="r-note">
                {gates.map((gate) => t(`noticeRounds.gate.${gate}`)).join(' · ')}
              </span>
            )}
          </li>
        ))}
    </ul>
  );
}

const NEVER: ReadonlySet<OutageEventState['gates'][number]> = new Set([
  ...(['not_planned', 'planned_work', 'not_told', 'not_called_off'] as const),
]);

function Automatic({ events }: { events: readonly OutageEvent[] }) {
  const t = useTranslate();
  if (events.length === 0) return t('noticeRounds.manualOnly');
  const names = events.map((event) => t(`noticeRounds.event.${event}`));
  return t('noticeRounds.automatic', { events: names.join(' · ') });
}
