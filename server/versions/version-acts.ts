import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, versionLifecycle, type VersionState } from '#domain/lifecycles.ts';
import { roleMay, type Permission } from '#domain/permissions.ts';
import { isOwnWork, seenVersion, withMaker, type Maker, type Versioned } from '#domain/versions.ts';
import type { AuditTrail } from '../features/audit/audit-store.ts';

/** What the common acts write. A store keeps those of them that its table has columns for. */
interface VersionStamps {
  state?: VersionState;
  makers?: Maker[];
  submittedBy?: string | null;
  submittedAt?: number | null;
  publishedBy?: string;
  publishedAt?: number;
}

interface VersionKind<V extends Versioned, Change extends object> {
  store: {
    byId(id: string): Promise<V | undefined>;
    /** Compare-and-set on id, state and version: `errors.stale` when another write came first. */
    update(seen: V, change: Partial<Change> & VersionStamps): Promise<void>;
  };
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  /** Of audit events: the type of their subject, and what stands before the dot of their action. */
  subject: { type: string; action: string };
  rights: { edit: Permission; publish: Permission };
  refusals: { notDraft: string; ownPublish: string };
}

/** The body of a verb. */
interface Verb {
  version: number;
  reason?: string | null | undefined;
}

/** What a feature adds to an act, once it has refused what its own rules refuse. */
interface Addition<Change> {
  change?: Partial<Change>;
  detail?: object;
}

/** A publication may also put another version out of use. */
interface Publication<V, Change> extends Addition<Change> {
  replaces?: V | undefined;
}

type Own<V, Added> = (version: V) => Added | Promise<Added>;

/**
 * The acts that all versioned records share: draft → submitted → published → retired, and submitted → draft. Each is
 * refused unless its caller saw this version and the lifecycle allows it, is a compare-and-set, and writes one audit
 * event. A feature's own rules stand in its own service: it hands them to the act as a function, which runs after the
 * common refusals and before anything is written.
 */
export function versionActs<V extends Versioned, Change extends object>(
  kind: VersionKind<V, Change>,
) {
  const { store, audit, rights, refusals, now } = kind;

  const record = (ctx: ActionContext, action: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `${kind.subject.action}.${action}`,
      subjectType: kind.subject.type,
      subjectId: id,
      detail: { ...detail },
    });

  const find = async (id: string, version?: number): Promise<V> =>
    seenVersion(await store.byId(id), version);

  async function seen(id: string, input: Verb, to: VersionState): Promise<V> {
    const version = await find(id, input.version);
    assertTransition(versionLifecycle, version.state, to);
    return version;
  }

  async function move(
    ctx: ActionContext,
    version: V,
    to: VersionState,
    change: Partial<Change> & VersionStamps,
    detail: object = {},
  ): Promise<void> {
    await store.update(version, { ...change, state: to });
    const action = to === 'draft' ? 'returned' : to;
    await record(ctx, action, version.id, { from: version.state, to, ...detail });
  }

  return {
    record,
    find,

    /** The draft that an edit is of. */
    async draft(id: string, version: number): Promise<V> {
      const draft = await find(id, version);
      if (draft.state !== 'draft') throw new DomainError('conflict', refusals.notDraft);
      return draft;
    },

    /** Writes an edit, and its editor among the makers. */
    async edit(
      ctx: ActionContext,
      draft: V,
      action: string,
      { change, detail = {} }: Addition<Change>,
    ): Promise<void> {
      const fields: Partial<Change> = change ?? {};
      await store.update(draft, { ...fields, makers: withMaker(draft.makers, ctx) });
      await record(ctx, action, draft.id, detail);
    },

    async submit(
      ctx: ActionContext,
      id: string,
      input: Verb,
      own: Own<V, Addition<Change>> = nothing,
    ): Promise<void> {
      const version = await seen(id, input, 'submitted');
      const { change, detail } = await own(version);
      const fields: Partial<Change> = change ?? {};
      const stamps = { submittedBy: ctx.actor.id, submittedAt: now() };
      await move(withReason(ctx, input), version, 'submitted', { ...fields, ...stamps }, detail);
    },

    /** Sent back by somebody who may publish it, or taken back by an editor. */
    async returnToDraft(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const { role } = ctx.actor;
      if (role !== 'system' && !roleMay(role, rights.edit) && !roleMay(role, rights.publish))
        throw new DomainError('forbidden', 'errors.forbidden');
      const version = await seen(id, input, 'draft');
      const none: Partial<Change> = {};
      const stamps = { submittedBy: null, submittedAt: null };
      await move(withReason(ctx, input), version, 'draft', { ...none, ...stamps });
    },

    /** By somebody who neither edited nor submitted it. Answers the version that was published. */
    async publish(
      ctx: ActionContext,
      id: string,
      input: Verb,
      own: Own<V, Publication<V, Change>> = nothing,
    ): Promise<V> {
      const version = await seen(id, input, 'published');
      if (isOwnWork(version, ctx)) throw new DomainError('forbidden', refusals.ownPublish);
      const { change, detail, replaces } = await own(version);
      const fields: Partial<Change> = change ?? {};
      if (replaces !== undefined) {
        assertTransition(versionLifecycle, replaces.state, 'retired');
        await move(ctx, replaces, 'retired', {}, { by: id });
      }
      const stamps = { publishedBy: ctx.actor.id, publishedAt: now() };
      await move(withReason(ctx, input), version, 'published', { ...fields, ...stamps }, detail);
      return version;
    },

    /** Out of use without another in its place. Answers the version that was retired. */
    async retire(ctx: ActionContext, id: string, input: Verb, own: Own<V, void>): Promise<V> {
      const version = await seen(id, input, 'retired');
      await own(version);
      await move(withReason(ctx, input), version, 'retired', {});
      return version;
    },
  };
}

const nothing = () => ({});

const withReason = (ctx: ActionContext, { reason }: Verb): ActionContext =>
  reason == null ? ctx : { ...ctx, reason };
