import type { DeliveryRules, Interval, PolicyRules, SuspensionReason } from './policy-types.ts';

/** What is known of single lines in an outage, beside their snapshot. */

export const lineNoteKinds = ['reported', 'claimed', 'accepted', 'suspended'] as const;
export type LineNoteKind = (typeof lineNoteKinds)[number];

/** What a policy may wait for before it pays. */
export const answerKinds = ['claimed', 'accepted'] as const;
export type AnswerKind = (typeof answerKinds)[number];

export type LineSuspension = Interval & { reason: SuspensionReason };

/** Facts that change what a line is owed. Lines with the same get the same; empty: nothing is known. */
export interface LineFactSet {
  /** The first report of the loss, epoch ms. */
  reportedAt?: number;
  /** In which a policy may stop the clock, in order. */
  suspensions?: readonly LineSuspension[];
}

export interface KnownFacts {
  set: LineFactSet;
  claimedAt: number | null;
  acceptedAt: number | null;
}

export const nothingKnown: KnownFacts = { set: {}, claimedAt: null, acceptedAt: null };

/** One thing that was told of a line; `suspended` has an end and a reason. */
export interface LineNote {
  kind: LineNoteKind;
  at: number;
  untilAt?: number | undefined;
  reason?: SuspensionReason | undefined;
}

const first = (known: number | null | undefined, at: number): number =>
  known == null ? at : Math.min(known, at);

/** What is known after a note. The first report, claim and acceptance counts, however late it is told. */
export function withNote(known: KnownFacts, note: LineNote): KnownFacts {
  const { kind, at } = note;
  if (kind === 'claimed') return { ...known, claimedAt: first(known.claimedAt, at) };
  if (kind === 'accepted') return { ...known, acceptedAt: first(known.acceptedAt, at) };
  const { set } = known;
  if (kind === 'reported')
    return { ...known, set: { ...set, reportedAt: first(set.reportedAt, at) } };
  const told = { startAt: at, endAt: note.untilAt ?? at, reason: note.reason ?? 'other' };
  const same = (one: LineSuspension) =>
    one.startAt === told.startAt && one.endAt === told.endAt && one.reason === told.reason;
  const others = (set.suspensions ?? []).filter((one) => !same(one));
  const suspensions = [...others, told].sort(
    (a, b) => a.startAt - b.startAt || a.endAt - b.endAt || (a.reason < b.reason ? -1 : 1),
  );
  return { ...known, set: { ...set, suspensions } };
}

/** Whether the rules look at when the customer reported it. */
export const asksReports = ({ counting }: PolicyRules): boolean =>
  counting.clock !== undefined && counting.clock.kind !== 'outage_start';

/** Whether the rules stop the clock where something was recorded of the line. */
export const asksSuspensions = ({ counting }: PolicyRules): boolean =>
  (counting.suspensions ?? []).some(({ kind }) => kind === 'recorded');

/** Whether something is paid once for all lines of an account. */
export const asksAccounts = ({ rate }: PolicyRules): boolean =>
  rate.terms.some((term) => term.rate.kind === 'per_account');

const answerOf = (kind: DeliveryRules['kind']): AnswerKind | null =>
  kind === 'on_claim' ? 'claimed' : kind === 'offered' ? 'accepted' : null;

/** What a line must have done to be paid, where the rules may ask for it; null: they never do. */
export function asksAnswer({ delivery }: Pick<PolicyRules, 'delivery'>): AnswerKind | null {
  if (delivery === undefined) return null;
  return answerOf(delivery.kind === 'automatic_when' ? delivery.otherwise.kind : delivery.kind);
}

/** Of what the rules look at in a line, the part that is known; nothing else tells lines apart. */
export function lookedAt(rules: PolicyRules, set: LineFactSet): LineFactSet {
  return {
    ...(asksReports(rules) && set.reportedAt !== undefined ? { reportedAt: set.reportedAt } : {}),
    ...(asksSuspensions(rules) && set.suspensions !== undefined
      ? { suspensions: set.suspensions }
      : {}),
  };
}

/** Whether the rules look at anything that is told of single lines. */
export const asksLineNotes = (rules: PolicyRules): boolean =>
  asksReports(rules) || asksSuspensions(rules) || asksAnswer(rules) !== null;
