import { inboxKinds, type Inbox, type InboxItem, type InboxKind } from '#contract/inbox.ts';
import type { Actor } from '#domain/context.ts';
import { roleMay, type Permission } from '#domain/permissions.ts';

/** Something that can wait for a person: a feature adds its own in `compose-inbox.ts`. */
export interface InboxSource {
  kind: InboxKind;
  permission: Permission;
  /** Where all of them are; null where there is no such list. */
  to: string | null;
  /** How many wait for this person; counting may stop at `INBOX_BOUND`. */
  count(actor: Actor): Promise<number>;
  /** The first of them: the most urgent, then the oldest. */
  items(actor: Actor, limit: number): Promise<InboxItem[]>;
}

export const INBOX_BOUND = 1000;
const SHOWN = 20;

/** Everything that waits for a person's decision or eye, by kind. */
export function createInboxFeed(sources: readonly InboxSource[]) {
  const readable = (actor: Actor) =>
    sources.filter((source) => actor.role === 'system' || roleMay(actor.role, source.permission));

  return {
    async feed(actor: Actor): Promise<Inbox> {
      const parts = await Promise.all(
        readable(actor).map(async (source) => {
          const count = await source.count(actor);
          return { source, count, items: count === 0 ? [] : await source.items(actor, SHOWN) };
        }),
      );
      const groups = inboxKinds.flatMap((kind) => {
        const own = parts.filter(({ source, count }) => source.kind === kind && count > 0);
        if (own.length === 0) return [];
        const count = own.reduce((sum, part) => sum + part.count, 0);
        return {
          kind,
          count: Math.min(count, INBOX_BOUND),
          bounded: count > INBOX_BOUND,
          to: own.length === 1 ? (own[0]?.source.to ?? null) : null,
          items: own
            .flatMap((part) => part.items)
            .sort(urgentFirst)
            .slice(0, SHOWN),
        };
      });
      return { groups, total: groups.reduce((sum, { count }) => sum + count, 0) };
    },

    /** For the rail. */
    async navigation(actor: Actor): Promise<Record<string, number>> {
      const counts = await Promise.all(readable(actor).map((source) => source.count(actor)));
      return { inbox: counts.reduce((sum, n) => sum + Math.min(n, INBOX_BOUND), 0) };
    },
  };
}

export type InboxFeed = ReturnType<typeof createInboxFeed>;

function urgentFirst(a: InboxItem, b: InboxItem): number {
  return (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || a.at - b.at;
}
