import type { ActionContext } from '#domain/context.ts';
import type { Calendar } from '#domain/calendar.ts';
import { DomainError } from '#domain/errors.ts';
import { canonicalFacts, type OutageFacts } from '#domain/outage-facts.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { WeightProfileBands } from '#domain/weight-bands.ts';
import { asksLineNotes, lookedAt } from '#domain/line-notes.ts';
import { calendarBetween, pin, sha256, type PinnedNotes, type StoredPins } from './batch-pins.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import { createClassEvaluator } from './class-evaluation.ts';
import type { CompanionFinder, CurrentOutage } from './companions.ts';
import { bitOf } from './exposures.ts';

/** What a batch is made from; other features answer. */
export interface BatchSources {
  /** Throws `errors.notFound`, also for an outage the actor may not read. */
  outage(ctx: ActionContext, id: string): Promise<OutageSource>;
  policyInForceAt(family: string, at: number): Promise<PolicySource>;
  weightProfile(id: string): Promise<ProfileSource | undefined>;
  calendar(id: string): Promise<Calendar>;
  /** The snapshot of the lines that was valid at an instant. */
  snapshotAt(at: number): Promise<{ id: string; asOfAt: number } | undefined>;
  snapshotLines(id: string): Promise<number>;
  /** What is known of single lines in an outage now. */
  notesRound(outageId: string): Promise<PinnedNotes>;
  /** Outages that may share an episode with this one. */
  companionsOf: CompanionFinder;
  /** Those of these outages that are confirmed now, as they are now. */
  confirmedByIds(ids: readonly string[]): Promise<CurrentOutage[]>;
}

export interface OutageSource {
  id: string;
  number: string;
  state: string;
  revision: number;
  facts: OutageFacts;
  demo: boolean;
}

export interface PolicySource {
  id: string;
  family: string;
  name: string;
  versionNo: number;
  rules: PolicyRules;
  weightProfileId: string;
}

interface ProfileSource {
  id: string;
  name: string;
  versionNo: number;
  calendarId: string;
  bands: WeightProfileBands;
}

export const FAMILY = 'standard';
const CONFIRMED = ['confirmed', 'closed'];

/** Pins a confirmed outage with everything that was valid at its start. Throws 409 for what is missing. */
export async function pinsFor(
  ctx: ActionContext,
  sources: BatchSources,
  asked: { outageId: string; family?: string | undefined; alsoIn?: readonly OutageFacts[] },
  zone: string,
): Promise<{ pins: StoredPins; demo: boolean }> {
  const { outageId, family = FAMILY, alsoIn } = asked;
  const outage = await sources.outage(ctx, outageId);
  const { facts } = outage;
  if (!CONFIRMED.includes(outage.state))
    throw new DomainError('conflict', 'errors.batch.outageNotConfirmed', {
      args: { number: outage.number },
    });
  if (facts.endedAt === null) throw new DomainError('conflict', 'errors.outages.stillOpen');
  const policy = await sources.policyInForceAt(family, facts.startedAt);
  assertPayable(policy);
  return { pins: await pinsOfPolicy(sources, outage, policy, zone, alsoIn), demo: outage.demo };
}

/**
 * Pins an outage under one policy version with the profile, the calendar and the snapshot that go with them. Throws 409
 * for what is missing, and for an outage without an end.
 */
export async function pinsOfPolicy(
  sources: Omit<BatchSources, 'outage' | 'policyInForceAt'>,
  outage: Omit<OutageSource, 'state' | 'demo'>,
  policy: PolicySource,
  zone: string,
  alsoIn?: readonly OutageFacts[],
): Promise<StoredPins> {
  const { facts } = outage;
  if (facts.endedAt === null) throw new DomainError('conflict', 'errors.outages.stillOpen');
  const profile = await sources.weightProfile(policy.weightProfileId);
  if (profile === undefined) throw new DomainError('conflict', 'errors.batch.noProfile');
  const snapshot = await sources.snapshotAt(facts.startedAt);
  if (snapshot === undefined) throw new DomainError('conflict', 'errors.batch.noSnapshot');
  const calendar = await sources.calendar(profile.calendarId);
  const around = { outage, policy, zone, snapshotId: snapshot.id, alsoIn };
  const companions = await sources.companionsOf(around);
  const lasts = [facts, ...companions.map((one) => one.facts)];
  const from = Math.min(...lasts.map(({ startedAt }) => startedAt));
  const until = Math.max(...lasts.map(({ endedAt }) => endedAt ?? 0));
  return pin({
    outage: {
      id: outage.id,
      number: outage.number,
      revision: outage.revision,
      factsHash: sha256(canonicalFacts(facts)),
      facts,
    },
    ...(companions.length === 0 ? {} : { companions }),
    policy: {
      id: policy.id,
      family: policy.family,
      name: policy.name,
      versionNo: policy.versionNo,
      rules: policy.rules,
    },
    weightProfile: {
      id: profile.id,
      name: profile.name,
      versionNo: profile.versionNo,
      bands: profile.bands,
    },
    calendar: calendarBetween(calendar, facts.zone, from, until),
    snapshot: { ...snapshot, lines: await sources.snapshotLines(snapshot.id) },
    zone,
    ...(await notesOf(sources, outage.id, policy.rules)),
  });
}

/** Fixed only where the rules look at them, and only as far as they do. */
async function notesOf(
  sources: Pick<BatchSources, 'notesRound'>,
  outageId: string,
  rules: PolicyRules,
): Promise<{ notes?: PinnedNotes }> {
  if (!asksLineNotes(rules)) return {};
  const { upTo, sets } = await sources.notesRound(outageId);
  return { notes: { upTo, sets: sets.map((set) => lookedAt(rules, set)) } };
}

/** Limits of approval, budgets and the balance system are in yuan: a scheme of another country is an example only. */
function assertPayable({ name, rules: { currency, exponent } }: PolicySource): void {
  if (currency === 'CNY' && exponent === 2) return;
  throw new DomainError('conflict', 'errors.batch.currency', { args: { policy: name, currency } });
}

/** Evaluates one made-up line, so that a year without data is refused now and not in a job. */
export function assertCalculable(pins: StoredPins): void {
  const line = {
    excluded: null,
    planType: 'data',
    paymentType: 'postpaid',
    feeBand: 0,
    remainingBand: 0,
    monthlyFeeFen: 0,
    billDay: 1,
  } as const;
  const all = (pins.companions ?? []).reduce((sum, _, index) => sum + bitOf(index), 0);
  createClassEvaluator(pins, pins.policy.rules.eligibility.minimumSites).evaluate(line, 1000, all);
}

/** A batch of a revision that was corrected since would pay for facts that no longer hold. */
export async function assertOutageCurrent(
  ctx: ActionContext,
  sources: Pick<BatchSources, 'outage' | 'confirmedByIds'>,
  row: Pick<BatchRow, 'outage_id' | 'outage_revision' | 'pinned'>,
): Promise<void> {
  if (row.outage_id === null) return;
  const outage = await sources.outage(ctx, row.outage_id);
  if (outage.revision !== Number(row.outage_revision) || !CONFIRMED.includes(outage.state))
    throw revised(outage.number);
  const companions = pinsOf(row).companions ?? [];
  const current = await sources.confirmedByIds(companions.map(({ id }) => id));
  const stands = new Set(current.map(({ id, revision }) => `${id} ${revision}`));
  const gone = companions.find(({ id, revision }) => !stands.has(`${id} ${revision}`));
  if (gone === undefined) return;
  throw new DomainError('conflict', 'errors.batch.companionRevised', {
    args: { number: gone.number },
  });
}

const revised = (number: string) =>
  new DomainError('conflict', 'errors.batch.outageRevised', { args: { number } });
