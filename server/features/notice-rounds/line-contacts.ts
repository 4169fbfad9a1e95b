import type { Knex } from 'knex';
import type { z } from 'zod';
import type { LineContact, updateLineContactBody } from '#contract/notice-rounds.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

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
