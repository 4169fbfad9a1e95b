import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, versionLifecycle, type VersionState } from '#domain/lifecycles.ts';
import { roleMay } from '#domain/permissions.ts';

export interface Maker {
  id: string;
  name: string;
}

/** What catalogue and mapping versions have in common. */
export interface VersionHead {
  id: string;
  versionNo: number;
  state: VersionState;
  note: string;
  makers: Maker[];
  submittedBy: string | null;
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

export type HeadChange = Partial<
  Pick<
    VersionHead,
    'state' | 'note' | 'makers' | 'submittedBy' | 'submittedAt' | 'publishedBy' | 'publishedAt'
  >
>;

export const makerOf = (ctx: ActionContext): Maker => ({ id: ctx.actor.id, name: ctx.actor.name });

export const withMaker = (makers: readonly Maker[], ctx: ActionContext): Maker[] =>
  makers.some(({ id }) => id === ctx.actor.id) ? [...makers] : [...makers, makerOf(ctx)];

/** The version its caller saw, or `errors.notFound` or `errors.stale`. */
export function seenVersion<T extends VersionHead>(head: T | undefined, version: number): T {
  if (head === undefined) throw new DomainError('not_found', 'errors.notFound');
  if (head.version !== version) throw new DomainError('conflict', 'errors.stale');
  return head;
}

export function assertDraft(head: VersionHead): void {
  if (head.state !== 'draft') throw new DomainError('conflict', 'errors.catalogue.notDraft');
}

/** Two pairs of eyes: neither an editor nor whoever handed it in. */
export function assertMayPublish(ctx: ActionContext, head: VersionHead): void {
  assertTransition(versionLifecycle, head.state, 'published');
  const made = head.makers.some(({ id }) => id === ctx.actor.id);
  if (made || head.submittedBy === ctx.actor.id)
    throw new DomainError('forbidden', 'errors.catalogue.ownPublish');
}

/** Sent back by a publisher, or taken back by an editor. */
export function assertMayReturn(ctx: ActionContext, head: VersionHead): void {
  const { role } = ctx.actor;
  if (role !== 'system' && !roleMay(role, 'catalogue.publish') && !roleMay(role, 'catalogue.edit'))
    throw new DomainError('forbidden', 'errors.forbidden');
  assertTransition(versionLifecycle, head.state, 'draft');
}

export const changeColumns = (change: HeadChange): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({
      state: change.state,
      note: change.note,
      makers: change.makers === undefined ? undefined : JSON.stringify(change.makers),
      submitted_by: change.submittedBy,
      submitted_at: change.submittedAt,
      published_by: change.publishedBy,
      published_at: change.publishedAt,
    }).filter(([, value]) => value !== undefined),
  );

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));

export function headOf(row: Record<string, unknown>): VersionHead {
  return {
    id: String(row['id']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    note: String(row['note']),
    makers: row['makers'] == null ? [] : (JSON.parse(String(row['makers'])) as Maker[]),
    submittedBy: textOrNull(row['submitted_by']),
    submittedAt: intOrNull(row['submitted_at']),
    publishedBy: textOrNull(row['published_by']),
    publishedAt: intOrNull(row['published_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
