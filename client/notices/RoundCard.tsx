import { useTranslate } from 'ra-core';
import type { NoticeRound } from '#contract/notice-rounds.ts';
import { noticeStates, type NoticeState } from '#domain/lifecycles.ts';
import {
  LinkButton,
  Num,
  StatusWord,
  VerbButton,
  When,
  formatDuration,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { NoticeWord, noticeTone } from './words.tsx';
import './rounds.css';

const tones: Readonly<Record<NoticeRound['state'], Status>> = {
  running: 'flight',
  paused: 'held',
  done: 'ok',
  cancelled: 'none',
};

/** Shown in this order: what arrived first, what waits last. */
const ORDER: readonly NoticeState[] = [
  ...(['delivered', 'sent', 'unknown', 'failed'] as const),
  ...(['expired', 'held', 'queued'] as const),
];
const MADE = new Set<NoticeState>(noticeStates);

/** Lines that no message was made for yet. */
const unmade = (round: NoticeRound): number =>
  round.state === 'cancelled' || round.walked ? 0 : Math.max(0, round.expected - round.made);

/** One event as it was or is being told: how far, what became of the messages, and the hand on it. */
export function RoundCard({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  const counted = ORDER.filter((state) => MADE.has(state) && (round.counts[state] ?? 0) > 0);
  return (
    <article className="nr-round" aria-label={t(`noticeRounds.event.${round.event}`)}>
      <header className="nr-round__head">
        <h3>{t(`noticeRounds.event.${round.event}`)}</h3>
        <StateOf round={round} />
        <span className="r-note">
          <When at={round.createdAt} /> · <Author round={round} />
        </span>
        <span className="nr-round__acts">
          <RoundActs round={round} />
        </span>
      </header>
      <Bar round={round} states={counted} />
      <ul className="nr-counts">
        {counted.map((state) => (
          <li key={state}>
            <NoticeWord state={state} /> <Num value={round.counts[state] ?? 0} />
          </li>
        ))}
        <LeftOut round={round} />
      </ul>
      <Texts round={round} />
    </article>
  );
}

function StateOf({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  const waits = round.state === 'running' && round.walked;
  const word = waits ? t('noticeRounds.waiting') : t(`noticeRounds.state.${round.state}`);
  return (
    <>
      <StatusWord status={waits ? 'wait' : tones[round.state]}>{word}</StatusWord>
      {round.endedReason !== null && (
        <span className="r-note">{t(`noticeRounds.ended.${round.endedReason}`)}</span>
      )}
    </>
  );
}

function Author({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  return round.trigger === 'auto'
    ? t('noticeRounds.byRule')
    : t('noticeRounds.by', { name: round.actorName, how: t('noticeRounds.byHand') });
}

function Bar({ round, states }: { round: NoticeRound; states: readonly NoticeState[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const total = Math.max(round.expected, round.made, 1);
  const left = unmade(round);
  return (
    <>
      <div
        className="nr-bar"
        role="progressbar"
        aria-label={t('noticeRounds.made')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total - left}
      >
        {states.map((state) => (
          <span
            key={state}
            className={`r-fill-${noticeTone(state)}`}
            style={{ width: `${((round.counts[state] ?? 0) / total) * 100}%` }}
            title={`${t(`notices.state.${state}`)} ${formatNumber(round.counts[state] ?? 0, locale)}`}
          />
        ))}
      </div>
      <p className="r-note nr-pace">
        {formatNumber(total - left, locale)}{' '}
        {t('noticeRounds.of', { n: formatNumber(round.expected, locale) })}
        {round.finishedAt === null && (
          <> · {t('noticeRounds.perSecond', { n: formatNumber(round.ratePerSecond, locale) })}</>
        )}
        {round.leftMs !== null && round.leftMs > 1_000 && (
          <> · {t('noticeRounds.timeLeft', { time: formatDuration(round.leftMs) })}</>
        )}
      </p>
    </>
  );
}

/** Lines of the scope that are not told, and why. */
function LeftOut({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const reasons = Object.entries(round.excluded).map(([reason, n]) =>
    t(`noticeRounds.excluded.${reason}`, { n: formatNumber(n, locale) }),
  );
  if (reasons.length === 0) return null;
  const list = reasons.join(locale === 'zh' ? '，' : ', ');
  return <li className="r-note">{t('noticeRounds.left', { reasons: list })}</li>;
}

function Texts({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  const texts = Object.entries(round.texts);
  const about = round.aboutKind === 'outage' ? 'outageId' : 'batchId';
  const filter = encodeURIComponent(JSON.stringify({ [about]: round.aboutId }));
  return (
    <div className="nr-texts">
      {texts.length > 0 && (
        <details>
          <summary>{t('noticeRounds.whatItSaid')}</summary>
          {texts.map(([language, text]) => (
            <p key={language} className="n-bubble" lang={language}>
              {text}
            </p>
          ))}
        </details>
      )}
      <LinkButton to={`/notices?filter=${filter}`} icon="mail">
        {t('noticeRounds.list')}
      </LinkButton>
    </div>
  );
}

function RoundActs({ round }: { round: NoticeRound }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mayNotify = useMay('outages.notify');
  const mayMake = useMay('batches.make');
  const may = round.aboutKind === 'outage' ? mayNotify : mayMake;
  const live = round.state === 'running' || round.state === 'paused';
  if (!may || !live || round.finishedAt !== null) return null;
  const shared = { resource: 'notice-rounds', id: round.id, body: { version: round.version } };
  const { queued = 0, held = 0 } = round.counts;
  const waiting = formatNumber(unmade(round) + queued + held, locale);
  return (
    <>
      {round.state === 'running' ? (
        <VerbButton
          {...shared}
          verb="pause"
          icon="pause"
          label={t('noticeRounds.pause')}
          message={t('noticeRounds.paused')}
        />
      ) : (
        <VerbButton
          {...shared}
          verb="resume"
          icon="play"
          label={t('noticeRounds.resume')}
          message={t('noticeRounds.resumed')}
        />
      )}
      <VerbButton
        {...shared}
        verb="cancel"
        kind="bad"
        icon="stop"
        label={t('noticeRounds.cancel')}
        message={t('noticeRounds.cancelled')}
        ask={{
          title: t('noticeRounds.cancelTitle'),
          sentence: t('noticeRounds.cancelSentence', { n: waiting }),
          askReason: false,
        }}
      />
    </>
  );
}
