import { useMutation, useQuery } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import type { CaseEvidence, EvidenceTaken } from '#contract/cases.ts';
import {
  Button,
  ErrorState,
  KeyValues,
  LinkButton,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  When,
  systems,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { StateWord } from './CaseParts.tsx';
import { actualWord, failureName } from './case-words.ts';
import { readable } from './AttemptDetail.tsx';
import { secondsOf } from './useEntryView.ts';
import './case.css';

/** The pack on paper: the same content as the file, with what it takes to verify it. */
export function EvidencePage() {
  const { id = '' } = useParams();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    // A pack is of one instant, and making one is written down: nothing but opening the page asks for it.
    queryKey: ['evidence', id],
    queryFn: () => dataProvider.verb<CaseEvidence>('cases', id, 'evidence'),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  return (
    <Page width="document">
      {data === undefined ? (
        error === null ? (
          <LoadingShape shape="record" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <EvidenceSheet pack={data} />
      )}
    </Page>
  );
}

function saveJson(pack: CaseEvidence): void {
  const blob = new Blob([JSON.stringify(pack, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${pack.content.case.ticketNo}-evidence.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Says on the case that the pack left the console; on paper also by the browser's own menu. */
function useTaken(pack: CaseEvidence): (as: EvidenceTaken['as']) => void {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const { hash, content } = pack;
  const { id } = content.case;
  const say = useMutation<unknown, HttpError, EvidenceTaken['as']>({
    mutationFn: (as) => dataProvider.verb('cases', id, 'evidence-taken', { as, hash }),
    onError: ({ message }) => notify(message, { type: 'error', messageArgs: { _: message } }),
  });
  const { mutate } = say;
  useEffect(() => {
    const onPrint = () => mutate('printed');
    window.addEventListener('beforeprint', onPrint);
    return () => window.removeEventListener('beforeprint', onPrint);
  }, [mutate]);
  return mutate;
}

function EvidenceSheet({ pack }: { pack: CaseEvidence }) {
  const t = useTranslate();
  const word = (key: string, args?: Record<string, unknown>) =>
    t(`unsubscribes.page.evidence.${key}`, args);
  const { content } = pack;
  const taken = useTaken(pack);
  return (
    <div className="k-evidence">
      <PageHead
        title={word('title', { ticket: content.case.ticketNo })}
        facts={[
          <span key="at">
            {word('madeAt')} <When at={pack.madeAt} />
          </span>,
          `${word('madeBy')} ${pack.madeByName}`,
        ]}
        actions={
          <>
            <LinkButton to={`/cases/${content.case.id}/show`}>{word('back')}</LinkButton>
            <Button
              icon="download"
              onClick={() => {
                saveJson(pack);
                taken('saved');
              }}
            >
              {word('download')}
            </Button>
            <Button kind="filled" icon="print" onClick={() => window.print()}>
              {word('print')}
            </Button>
          </>
        }
      />
      <p className="r-prose">{word('lead')}</p>
      <Panel>
        <p className="r-note">{word('hash')}</p>
        <p className="r-mono k-break">{pack.hash}</p>
        <p className="r-note">{word('howTo')}</p>
        <p className="r-note">
          {content.unsealed === 0
            ? word('sealed')
            : word('unsealed', { smart_count: content.unsealed })}
        </p>
      </Panel>
      <CaseFacts pack={pack} />
      <Rows title={word('checks')} count={content.identityChecks.length}>
        {content.identityChecks.map((check) => (
          <li key={check.id}>
            <When at={check.checkedAt} /> · {t(`identity.methods.${check.method}`)} ·{' '}
            {t(`identity.results.${check.result}`)} · {check.agentName}
          </li>
        ))}
      </Rows>
      <Calls pack={pack} />
      <Rows title={word('messages')} count={content.messages.length}>
        {content.messages.map((message) => (
          <li key={message.id}>
            <When at={message.createdAt} /> · {message.templateCode} · {message.channel} ·{' '}
            {t(`notices.state.${message.state}`, { _: message.state })}
            <p>{message.body}</p>
          </li>
        ))}
      </Rows>
      <Rows title={word('notes')} count={content.notes.length}>
        {content.notes.map((note) => (
          <li key={note.id}>
            <When at={note.createdAt} /> · {note.authorName}
            <p>
              {note.retractedAt === null ? note.body : t('unsubscribes.page.mention.retracted')}
            </p>
          </li>
        ))}
      </Rows>
      <Events pack={pack} />
    </div>
  );
}

function Rows({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  const t = useTranslate();
  return (
    <Panel title={title} note={count}>
      {count === 0 ? (
        <p className="r-muted">{t('unsubscribes.page.evidence.none')}</p>
      ) : (
        <ol className="k-evidence__rows">{children}</ol>
      )}
    </Panel>
  );
}

function CaseFacts({ pack }: { pack: CaseEvidence }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const record = pack.content.case;
  const side = (key: string) => t(`unsubscribes.side.${key}`);
  return (
    <Panel title={t('unsubscribes.page.evidence.facts')}>
      <KeyValues
        rows={[
          { key: 'no', label: side('ticketNo'), value: record.ticketNo },
          {
            key: 'msisdn',
            label: t('resources.cases.fields.msisdnMasked', { _: '' }),
            value: record.msisdnMasked,
          },
          {
            key: 'product',
            label: t('resources.cases.fields.productName', { _: '' }),
            value: `${record.productName} · ${record.partnerName}`,
          },
          { key: 'state', label: side('lineStatus'), value: <StateWord state={record.state} /> },
          {
            key: 'cause',
            label: record.failureCode,
            value: failureName(record, locale),
          },
          {
            key: 'raw',
            label: t('unsubscribes.storyTitle.raw'),
            value: <span className="r-mono">{`${record.rawCode} ${record.rawText}`}</span>,
          },
          { key: 'requested', label: side('requestedAt'), value: <When at={record.requestedAt} /> },
          { key: 'opened', label: side('openedAt'), value: <When at={record.openedAt} /> },
          record.endedAt !== null && {
            key: 'ended',
            label: side('endedAt'),
            value: <When at={record.endedAt} />,
          },
          ...systems.map((system) => ({
            key: system,
            label: t(`common.systems.${system}`),
            value: (
              <>
                {actualWord(t, record, system)} <When at={record.lamps[system].seenAt} />
              </>
            ),
          })),
        ]}
      />
    </Panel>
  );
}

function Calls({ pack }: { pack: CaseEvidence }) {
  const t = useTranslate();
  const { attempts } = pack.content;
  return (
    <Rows title={t('unsubscribes.page.evidence.attempts')} count={attempts.length}>
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <When at={attempt.startedAt} /> · {attempt.kind} ·{' '}
          {t(`unsubscribes.timeline.outcome.${attempt.outcome}`)} · {secondsOf(attempt.durationMs)}{' '}
          · {attempt.actorName}
          <p className="r-mono k-break">{attempt.idempotencyKey}</p>
          <pre className="r-raw">{readable(attempt.request)}</pre>
          <pre className="r-raw">{readable(attempt.response)}</pre>
        </li>
      ))}
    </Rows>
  );
}

function Events({ pack }: { pack: CaseEvidence }) {
  const t = useTranslate();
  const { events, seals } = pack.content;
  const sealOf = new Map(seals.map((seal) => [seal.eventId, seal]));
  return (
    <Rows title={t('unsubscribes.page.evidence.events')} count={events.length}>
      {events.map((event) => {
        const seal = sealOf.get(event.id);
        return (
          <li key={event.id}>
            <When at={event.at} /> · <span className="r-mono">{event.action}</span> ·{' '}
            {event.actorName}
            {event.reason !== null && <p>{event.reason}</p>}
            <p className="r-note k-break">
              {t('unsubscribes.page.evidence.seal')}{' '}
              {seal === undefined
                ? t('unsubscribes.page.evidence.waiting')
                : `${seal.seq} · ${seal.eventHash}`}
            </p>
          </li>
        );
      })}
    </Rows>
  );
}
