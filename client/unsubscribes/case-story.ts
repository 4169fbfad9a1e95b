import type { AttemptRecord, CaseShow, TimelineEntry } from '#contract/cases.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { lampSystems } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { failureName } from './case-words.ts';
import { nextSteps } from './case-next.ts';
import { tellerOf } from './story-teller.ts';
import type { StoryWords, Teller } from './story-teller.ts';

export interface Story {
  /** Sentences of one paragraph. */
  happened: string[];
  /** Numbered steps. */
  next: string[];
}

/** *What happened · What to do next*, from the recorded facts alone. */
export function storyOf(record: CaseShow, words: StoryWords): Story {
  const tell = tellerOf(record, words);
  return {
    happened: [asked(tell), ...standing(tell), ...lastCall(tell), ...presentState(tell)].filter(
      isSaid,
    ),
    next: nextSteps(tell).filter(isSaid),
  };
}

const isSaid = (text: string | null): text is string => text !== null && text !== '';

function asked({ record, words, say }: Teller): string {
  const { t, locale } = words;
  const unclassified = record.failureCode === UNCLASSIFIED_CODE;
  return say(unclassified ? 'happened.unclassified' : 'happened.asked', {
    at: words.at(record.requestedAt),
    product: record.productName,
    channel: t(`unsubscribes.channel.${record.channel}`),
    stage: t(`unsubscribes.stage.${record.stage}`),
    source: t(`unsubscribes.source.${record.sourceSystem}`, { _: record.sourceSystem }),
    name: failureName(record, locale),
  });
}

/** How the four systems stand to what is wanted. */
function standing(tell: Teller): (string | null)[] {
  const { record, words, say, systems } = tell;
  if (isCaseEnded(record.state)) return [];
  if (record.wanted === 'active') return [say('happened.refused'), contract(tell)];
  const { wantedFromAt } = record;
  if (wantedFromAt !== null && wantedFromAt > words.now)
    return [say('happened.later', { day: words.day(wantedFromAt) })];
  const toned = (tone: string) =>
    lampSystems.filter((system) => record.lamps[system].tone === tone);
  const [done, lag, unread] = [toned('agree'), toned('lag'), toned('unknown')];
  return [
    lag.length === 0
      ? unread.length === 0
        ? say('happened.allDone')
        : null
      : say(done.length === 0 ? 'happened.none' : 'happened.part', {
          done: systems(done),
          lag: systems(lag),
        }),
    unread.length === 0 ? null : say('happened.unread', { systems: systems(unread) }),
    billed(tell),
    sight(tell),
  ];
}

/** What a billing that runs on means: another cycle's fee, or every further use. */
function billed({ record, words, say }: Teller): string | null {
  if (record.lamps.billing.tone !== 'lag') return null;
  if (record.chargeMode === 'per_use') return say('happened.billedPerUse');
  if (record.monthlyFeeFen === 0) return null;
  return say('happened.billed', { fee: words.money(record.monthlyFeeFen) });
}

function contract({ record, words, say }: Teller): string | null {
  if (record.contractEndOn === null) return null;
  return say('happened.contract', { day: words.date(record.contractEndOn) });
}

/** When the states were seen, or that the import alone tells them. */
function sight({ record, words, say }: Teller): string | null {
  const read = record.attempts.find(
    ({ kind, outcome }) => kind === 'read_back' && (outcome === 'agree' || outcome === 'lagging'),
  );
  if (read !== undefined) return say('happened.readAt', { at: words.at(read.startedAt) });
  return record.state === 'open' && record.attempts.length === 0
    ? say('happened.importedOnly')
    : null;
}

/** What became of the last send, where the state does not tell it already. */
function lastCall({ record, words, say }: Teller): (string | null)[] {
  if (record.state !== 'open' && record.state !== 'queued' && record.state !== 'held') return [];
  const sends = record.attempts.filter(({ kind }) => kind === 'send');
  const [last] = sends;
  if (last === undefined) return [record.resyncAllowed.allowed ? say('happened.neverSent') : null];
  const args = { n: sends.length, at: words.at(last.startedAt), raw: rawOf(last) };
  if (last.outcome === 'refused') return [say('happened.sendRefused', args)];
  if (last.outcome === 'not_sent') return [say('happened.notSent', args)];
  return [last.outcome === 'unknown' ? say('happened.sendUnknown', args) : null];
}

const rawOf = ({ rawCode, rawText }: AttemptRecord): string =>
  [rawCode, rawText].filter((part) => part !== null && part !== '').join(' ') || '–';

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

/** The latest move into a state: who, when, why. */
function moveTo(record: CaseShow, state: string): EventEntry | undefined {
  return record.timeline.find(
    (entry): entry is EventEntry =>
      entry.kind === 'event' && entry.action === 'case.moved' && entry.detail['to'] === state,
  );
}

function presentState(tell: Teller): (string | null)[] {
  const { record, words, say, systems } = tell;
  const { state, notBeforeAt } = record;
  const last = record.attempts.find(({ kind }) => kind === 'send');
  const move = moveTo(record, state);
  const byWhom = (key: string, more: Record<string, unknown> = {}) =>
    move?.reason
      ? say(`happened.${key}`, {
          who: move.actorName,
          at: words.at(move.at),
          reason: closed(move.reason, words.locale),
          ...more,
        })
      : say(`happened.${key}Plain`);
  switch (state) {
    case 'queued':
      return notBeforeAt !== null && notBeforeAt > words.now
        ? [say('happened.queuedLater', { at: words.at(notBeforeAt) })]
        : [say('happened.queued', tell.lagging())];
    case 'sent':
    case 'unknown':
      return last === undefined
        ? [say(`happened.${state}Plain`)]
        : [
            say(`happened.${state}`, {
              at: words.at(last.startedAt),
              systems: systems(last.systems),
            }),
          ];
    case 'confirmed':
      return [say('happened.confirmed')];
    case 'verified':
      return [say('happened.verified', { at: words.at(record.endedAt ?? record.updatedAt) })];
    case 'held':
      return [byWhom('held')];
    case 'failed_final':
      return [
        byWhom('failed', {
          how: words.t(`unsubscribes.resolution.${record.resolution ?? 'forced'}`),
        }),
      ];
    case 'withdrawn':
      return [byWhom('withdrawn')];
    case 'duplicate':
      return [say('happened.duplicate', { ticket: record.duplicateOf?.ticketNo ?? '–' })];
    default:
      return [];
  }
}

/** A person's reason, closed like a sentence. */
function closed(reason: string, locale: string): string {
  return /[。.！!？?]$/.test(reason) ? reason : `${reason}${locale === 'zh' ? '。' : '.'}`;
}
