import type { AttemptRecord, CaseShow, TimelineEntry } from '#contract/cases.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import { lampSystems } from '#domain/lamps.ts';
import type { LampSystem } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { failureName } from './case-words.ts';
import type { Translate } from './case-words.ts';

export interface StoryWords {
  t: Translate;
  locale: string;
  /** An instant with its time, and only its day. */
  at(ms: number): string;
  day(ms: number): string;
  /** A local date. */
  date(on: string): string;
  money(fen: number): string;
  /** The present, to tell what lies ahead. */
  now: number;
}

export interface Story {
  /** Sentences of one paragraph. */
  happened: string[];
  /** Numbered steps. */
  next: string[];
}

const S = 'unsubscribes.story';

/** *What happened · What to do next*, from the recorded facts alone. */
export function storyOf(record: CaseShow, words: StoryWords): Story {
  const tell = teller(record, words);
  return {
    happened: [asked(tell), ...standing(tell), ...lastCall(tell), ...presentState(tell)].filter(
      isSaid,
    ),
    next: nextSteps(tell).filter(isSaid),
  };
}

const isSaid = (text: string | null): text is string => text !== null && text !== '';

interface Teller {
  record: CaseShow;
  words: StoryWords;
  say(key: string, args?: Record<string, unknown>): string;
  systems(of: readonly LampSystem[]): string;
  remedy(): { remedy: string; owner: string };
  /** The systems a job would tell, and the order where there is one. */
  lagging(): { systems: string; order: string };
}

function teller(record: CaseShow, words: StoryWords): Teller {
  const { t, locale } = words;
  const systems = (of: readonly LampSystem[]) => {
    const names = of.map((system) => t(`common.systems.${system}`));
    const last = names.pop() ?? '';
    const head = names.join(t(`${S}.list.comma`));
    return head === '' ? last : `${head}${t(`${S}.list.last`)}${last}`;
  };
  return {
    record,
    words,
    say: (key, args) => t(`${S}.${key}`, args),
    systems,
    remedy: () => ({
      remedy: (locale === 'zh' ? record.remedyZh : record.remedyEn).replace(/[。.]$/, ''),
      owner: t(`${S}.owners.${record.owner}`, { _: record.owner }),
    }),
    lagging: () => {
      const { laggingSystems } = record;
      const ordered = laggingSystems.length > 1 && laggingSystems.includes('billing');
      return {
        systems: systems(lampSystems.filter((system) => laggingSystems.includes(system))),
        order: ordered ? t(`${S}.list.billingFirst`) : '',
      };
    },
  };
}

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
  const billed = record.lamps.billing.tone === 'lag' && record.monthlyFeeFen > 0;
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
    billed ? say('happened.billed', { fee: words.money(record.monthlyFeeFen) }) : null,
    sight(tell),
  ];
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

function nextSteps(tell: Teller): (string | null)[] {
  const { record, words, say } = tell;
  switch (record.state) {
    case 'queued':
      return [
        record.notBeforeAt !== null && record.notBeforeAt > words.now
          ? say('next.jobLater', { at: words.at(record.notBeforeAt) })
          : record.laggingSystems.length === 0
            ? say('next.jobAny')
            : say('next.job', tell.lagging()),
        say('next.noBlind'),
        say('next.agree'),
      ];
    case 'sent':
      return [say('next.jobAny'), say('next.noBlind'), say('next.agree')];
    case 'unknown':
      return [say('next.unknownAsk'), say('next.unknownRead'), say('next.agree')];
    case 'confirmed':
      return [say('next.jobAny'), say('next.readingBack')];
    case 'held':
      return [say('next.release'), record.dueAt === null ? null : say('next.clockRuns')];
    case 'verified':
      return [say('next.doneTell')];
    case 'duplicate':
      return [say('next.openOther', { ticket: record.duplicateOf?.ticketNo ?? '–' })];
    case 'failed_final':
    case 'withdrawn':
      return [say('next.ended')];
    default:
      return record.wanted === 'active' ? refusedSteps(tell) : openSteps(tell);
  }
}

/** A request that was not accepted: the obstacle first; nothing can be pushed. */
function refusedSteps(tell: Teller): (string | null)[] {
  const { record, words, say, remedy } = tell;
  const waits = record.state === 'waiting_date';
  const { owner } = record;
  return [
    say(owner === 'customer' ? 'next.tell' : 'next.first', remedy()),
    waits
      ? record.notBeforeAt === null
        ? say('next.noWake')
        : say('next.wakes', { day: words.day(record.notBeforeAt) })
      : null,
    say('next.customerActs'),
    say('next.endIt'),
  ];
}

function openSteps(tell: Teller): (string | null)[] {
  const { record, words, say, remedy } = tell;
  const { wantedFromAt, retry } = record;
  if (wantedFromAt !== null && wantedFromAt > words.now)
    return [
      say('next.wakes', { day: words.day(wantedFromAt) }),
      say('next.tellDate', { day: words.day(wantedFromAt) }),
    ];
  const lagging = tell.lagging();
  if (record.laggingSystems.length === 0) return [say('next.readToEnd'), say('next.agree')];
  const take = record.assigneeId === null ? say('next.take') : null;
  const unmapped = record.failureCode === UNCLASSIFIED_CODE ? say('next.mapIt') : null;
  if (!record.resyncAllowed.allowed)
    return [
      say('next.resyncNot', {
        reason: words.t(record.resyncAllowed.reasonKey ?? 'errors.conflict'),
      }),
      say('next.remedy', remedy()),
    ];
  if (retry === 'manual' || retry === 'scheduled')
    return [say('next.first', remedy()), say('next.resyncAfter', lagging), say('next.agree'), take];
  if (retry === 'auto')
    return [
      say('next.resyncAuto', lagging),
      say('next.ifAgain', remedy()),
      say('next.agree'),
      take,
    ];
  return [
    say('next.resyncVerify'),
    unmapped ?? say('next.ifAgain', remedy()),
    say('next.agree'),
    take,
  ];
}
