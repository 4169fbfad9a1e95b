import type { Knex } from 'knex';
import type { z } from 'zod';
import type { LineContact, updateLineContactBody } from '#contract/notice-rounds.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { affected, insertIgnore } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

const CHUNK = 200;

/** How lines may be written to; without a row by SMS, and of everything. */
export function createLineContacts(needs: { db: Knex; world: World; audit: AuditTrail }) {
  const { db, world, audit } = needs;

  async function read(lineId: string): Promise<LineContact> {
    const row = (await db('line_contacts').where({ line_id: lineId }).first()) as
      Record<string, unknown> | undefined;
    return {
      lineId,
      appPush: Boolean(row?.['app_push'] ?? false),
      optedOut: Boolean(row?.['opted_out'] ?? false),
      version: Number(row?.['version'] ?? 0),
    };
  }

  return {
    read,

    /** Of these lines, those that want nothing that is not essential. */
    async optedOut(lineIds: readonly string[]): Promise<Set<string>> {
      if (lineIds.length === 0) return new Set();
      return new Set(
        (await db('line_contacts')
          .whereIn('line_id', [...lineIds])
          .where({ opted_out: true })
          .pluck('line_id')) as string[],
      );
    },

    /** What a file of subscribers says of the app; what was said of wishes stays. */
    async noteApps(lines: readonly { lineId: string; appPush: boolean }[]): Promise<void> {
      const row = { opted_out: false, version: 1, updated_at: world.now() };
      for (let start = 0; start < lines.length; start += CHUNK) {
        const some = lines.slice(start, start + CHUNK);
        await insertIgnore(
          db,
          'line_contacts',
          some.map(({ lineId, appPush }) => ({ line_id: lineId, app_push: appPush, ...row })),
        );
        for (const app of [true, false])
          await db('line_contacts')
            .whereIn(
              'line_id',
              some.filter(({ appPush }) => appPush === app).map(({ lineId }) => lineId),
            )
            .where({ app_push: !app })
            .update({
              ...{ app_push: app, updated_at: row.updated_at },
              version: db.raw('version + 1'),
            });
      }
    },

    /** As the customer asks for it; compare-and-set on the version that was seen. */
    async update(
      ctx: ActionContext,
      lineId: string,
      input: z.output<typeof updateLineContactBody>,
    ): Promise<LineContact> {
      const before = await read(lineId);
      if (before.version !== input.version) throw new DomainError('conflict', 'errors.stale');
      const after = {
        appPush: input.appPush ?? before.appPush,
        optedOut: input.optedOut ?? before.optedOut,
      };
      const row = {
        app_push: after.appPush,
        opted_out: after.optedOut,
        version: before.version + 1,
        updated_at: world.now(),
      };
      const written =
        before.version === 0
          ? await insertOnce(db, 'line_contacts', { line_id: lineId, ...row })
          : affected(
              await db('line_contacts')
                .where({ line_id: lineId, version: before.version })
                .update(row),
            ) === 1;
      if (!written) throw new DomainError('conflict', 'errors.stale');
      await audit.record(ctx, {
        action: 'line.contact_changed',
        subjectType: 'line',
        subjectId: lineId,
        detail: {
          from: { appPush: before.appPush, optedOut: before.optedOut },
          to: after,
        },
      });
      return read(lineId);
    },
  };
}

export type LineContacts = ReturnType<typeof createLineContacts>;
