import { z } from 'zod';
import type { ProblemFault } from '#contract/outage-ingest.ts';
import type { SentItem } from './ingest-body.ts';
import { MAX_INGEST_ITEM_CHARS } from '#contract/integration.ts';

const word = z.string().max(4_000);
const time = z.iso.datetime({ offset: true });
const ref = z.looseObject({
  id: word.optional(),
  name: word.optional(),
  role: word.optional(),
  '@referredType': word.optional(),
});

/** TM Forum 656 (v4) ServiceProblem: as much of its shape as is read here; the rest may be there. */
const serviceProblem = z.looseObject({
  id: z.string().trim().min(1).max(100).optional(),
  externalIdentifier: z.array(z.looseObject({ id: z.string().trim().min(1).max(100) })).optional(),
  originatingSystem: z.string().trim().max(60).optional(),
  name: word.optional(),
  description: word.optional(),
  reason: word.optional(),
  status: z
    .enum([
      'acknowledged',
      'rejected',
      'pending',
      'held',
      'inProgress',
      'resolved',
      'cancelled',
      'closed',
    ])
    .optional(),
  statusChangeReason: word.optional(),
  creationDate: time.optional(),
  resolutionDate: time.nullish(),
  statusChangeDate: time.optional(),
  lastUpdate: time.optional(),
  affectedService: z.array(ref).max(50).optional(),
  affectedLocation: z.array(ref).max(500).optional(),
  affectedResource: z.array(ref).max(2_000).optional(),
  parentProblem: z.array(ref).max(10).optional(),
  responsibleParty: ref.optional(),
  characteristic: z
    .array(z.looseObject({ name: word, value: z.unknown() }))
    .max(100)
    .optional(),
});
export type ServiceProblem = z.output<typeof serviceProblem>;

/** A notification carries the problem inside. */
const notification = z.looseObject({ event: z.looseObject({ serviceProblem: z.unknown() }) });

export type ProblemRead =
  | { ok: true; problem: ServiceProblem; problemId: string; origin: string }
  | { ok: false; faults: ProblemFault[]; problemId: string | null };

/** One item as it was sent: a service problem, or a notification of one. */
export function readProblem(item: SentItem): ProblemRead {
  if (!item.ok) {
    const reason = item.reason === 'badJson' ? 'rejects.badJson' : 'rejects.tooLong';
    return refused(null, [{ field: '', reason, args: { max: MAX_INGEST_ITEM_CHARS } }]);
  }
  const told = notification.safeParse(item.value);
  const read = serviceProblem.safeParse(told.success ? told.data.event.serviceProblem : item.value);
  if (!read.success) return refused(idOf(item.value), faultsOf(read.error));
  const problem = read.data;
  const problemId = problem.id ?? problem.externalIdentifier?.[0]?.id;
  if (problemId === undefined)
    return refused(null, [{ field: 'id', reason: 'rejects.required', args: {} }]);
  return { ok: true, problem, problemId, origin: problem.originatingSystem ?? '' };
}

/** What a characteristic says, as text; undefined where it is not there. */
export function characteristicOf({ characteristic }: ServiceProblem, name: string) {
  const value = characteristic?.find((one) => one.name === name)?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

const refused = (problemId: string | null, faults: ProblemFault[]): ProblemRead => ({
  ok: false,
  faults,
  problemId,
});

const idOf = (value: unknown): string | null => {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.slice(0, 100) : null;
};

function faultsOf(error: z.ZodError): ProblemFault[] {
  return error.issues.slice(0, 20).map((issue): ProblemFault => {
    const field = issue.path.join('.');
    if (issue.code === 'too_big')
      return { field, reason: 'rejects.tooLong', args: { max: Number(issue.maximum) } };
    if (issue.code === 'invalid_format' && issue.format === 'datetime')
      return { field, reason: 'rejects.notTime', args: {} };
    const reason = issue.code === 'invalid_value' ? 'rejects.unknownWord' : 'rejects.notText';
    return { field, reason: field === '' ? 'rejects.notAnItem' : reason, args: {} };
  });
}
