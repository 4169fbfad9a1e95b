import { alternativesOf } from '#domain/alternatives.ts';
import { UNCLASSIFIED_CODE } from '#domain/classification.ts';
import type { Teller } from './story-teller.ts';

/** *What to do next*: what goes by itself, and what the reader can do, in order. */
export function nextSteps(tell: Teller): (string | null)[] {
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
    offer(tell),
    waits
      ? record.notBeforeAt === null
        ? say('next.noWake')
        : say('next.wakes', { day: words.day(record.notBeforeAt) })
      : null,
    say('next.customerActs'),
    say('next.endIt'),
  ];
}

/** What the customer can have instead, where the rule that refused leaves something. */
function offer({ record, words, say }: Teller): string | null {
  const kinds = alternativesOf(record.failureCode, record.contractEndOn);
  if (kinds.length === 0) return null;
  const names = kinds.map((kind) => words.t(`notices.offerDialog.kinds.${kind}`));
  return say('next.offer', { what: names.join(words.locale === 'zh' ? '、' : '; ') });
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
  // What the system does by itself needs no step of its own.
  const refused = record.owner === 'system' ? null : say('next.ifRefused', remedy());
  if (!record.resyncAllowed.allowed)
    return [
      say('next.resyncNot', {
        reason: words.t(record.resyncAllowed.reasonKey ?? 'errors.conflict'),
      }),
      say('next.remedy', remedy()),
    ];
  if (retry === 'manual' || retry === 'scheduled')
    return [say('next.first', remedy()), say('next.resyncAfter', lagging), say('next.agree'), take];
  if (retry === 'auto') return [say('next.resyncAuto', lagging), refused, say('next.agree'), take];
  return [say('next.resyncVerify'), unmapped ?? refused, say('next.agree'), take];
}
