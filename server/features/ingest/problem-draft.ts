import type { ProblemFault } from '#contract/outage-ingest.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import type { Service } from '#domain/weights.ts';
import type { ProblemFacts } from './problem-facts.ts';

/** What the forms of an outage take; what is left out stays. */
export interface ProblemDraft {
  title?: string;
  zone?: string;
  services?: { service: Service; severity: Severity }[];
  areaCodes?: string[];
  siteCodes?: string[];
  cause?: string;
  responsibility?: Responsibility;
  responsibleParty?: string;
  startedLocal?: string;
  endedLocal?: string | null;
  announcedLocal?: string;
  parentId?: string;
}

/** A cause of the list. */
export interface SenderCause {
  code: string;
  nameZh: string;
  nameEn: string;
  responsibility: Responsibility;
}

interface Around {
  problemId: string;
  causes: readonly SenderCause[];
  /** Of the outage, or of the installation. */
  zone: string;
  /** What was said before; null for a new outage, whose draft must be whole. */
  said: ProblemFacts | null;
  writeLocal(zone: string, at: number): string;
}

/** Facts that the sender says for the first time, or otherwise than the last time. */
export function newsOf(said: ProblemFacts, facts: ProblemFacts): ProblemFacts {
  const before = said as Record<string, unknown>;
  const news = Object.entries(facts).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  // Why the state changed says nothing by itself.
  return news.some(([name]) => name !== 'reason') ? Object.fromEntries(news) : {};
}

/** The draft that facts make, and what of them could not be understood. */
export function draftOfProblem(
  facts: ProblemFacts,
  around: Around,
): { draft: ProblemDraft; warnings: ProblemFault[] } {
  const zone = facts.zone ?? around.zone;
  const local = (at: number) => around.writeLocal(zone, at);
  const cause = causeOf(facts, around);
  const draft: ProblemDraft = {
    ...(around.said === null ? { title: around.problemId, zone, areaCodes: [] } : {}),
    ...some('title', facts.title),
    ...some('zone', facts.zone),
    ...some(
      'services',
      facts.services?.map((one) => ({ ...one })),
    ),
    ...some('areaCodes', facts.areaCodes === undefined ? undefined : [...facts.areaCodes]),
    ...some('siteCodes', facts.siteCodes === undefined ? undefined : [...facts.siteCodes]),
    ...cause.draft,
    ...some('responsibility', facts.responsibility),
    ...some('responsibleParty', facts.responsibleParty),
    ...some('startedLocal', facts.startedAt === undefined ? undefined : local(facts.startedAt)),
    ...some('endedLocal', facts.endedAt == null ? facts.endedAt : local(facts.endedAt)),
    ...some(
      'announcedLocal',
      facts.announcedAt === undefined ? undefined : local(facts.announcedAt),
    ),
  };
  return { draft, warnings: cause.warnings };
}

const some = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Record<K, V>);

/** The sender's word for the cause, where the list has it. Otherwise a new outage's cause is not known yet. */
function causeOf(
  facts: ProblemFacts,
  { causes, said }: Around,
): { draft: ProblemDraft; warnings: ProblemFault[] } {
  const word = facts.cause?.toLowerCase();
  const unnamed = word === undefined || word === 'unknown';
  const known = causes.find(({ code, nameZh, nameEn }) =>
    [code, nameZh, nameEn].some((name) => name.toLowerCase() === word),
  );
  const warnings = [];
  if (!unnamed && known === undefined) {
    const args = { text: facts.cause ?? '' };
    warnings.push({ field: 'reason', reason: 'rejects.unknownWord', args });
  }
  const standIn = causes.find(({ code }) => code === 'unknown') ?? causes.at(-1);
  const cause = known ?? (said === null ? standIn : undefined);
  if (cause === undefined) return { draft: {}, warnings };
  // Responsibility follows the cause only where the sender never spoke of it.
  const follows = said?.responsibility === undefined;
  const draft = { cause: cause.code, ...(follows ? { responsibility: cause.responsibility } : {}) };
  return { draft, warnings };
}
