import type { Knex } from 'knex';
import type { z } from 'zod';
import {
  noticeRules,
  type NoticeRules,
  type NoticeRulesRecord,
  type updateNoticeRulesBody,
} from '#contract/notice-rounds.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { NOTICE_RATE } from '#domain/notice-rates.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

const NAME = 'notice_rules';

/** By hand, but the answer to a customer's own claim. */
export const defaultNoticeRules: NoticeRules = {
  planned: false,
  begun: false,
  estimate: false,
  restored: false,
  minLines: 500,
  severities: ['full'],
  credited: false,
  claimDecided: true,
  reversed: false,
  ratePerSecond: NOTICE_RATE.usual,
};

/** What leaves by itself about outages, credits and claims. */
export function createNoticeRules(needs: { db: Knex; world: World; audit: AuditTrail }) {
  const { db, world, audit } = needs;

  async function read(): Promise<NoticeRulesRecord> {
    const row = (await db('settings').where({ name: NAME }).first()) as
      { value: string; updated_at: number } | undefined;
    if (row === undefined) return { ...defaultNoticeRules, version: 0, changedAt: null };
    const { version, ...stored } = JSON.parse(row.value) as NoticeRules & { version: number };
    const parsed = noticeRules.safeParse({ ...defaultNoticeRules, ...stored });
    return {
      ...(parsed.success ? parsed.data : defaultNoticeRules),
      version,
      changedAt: Number(row.updated_at),
    };
  }

  return {
    read,

    /** Compare-and-set on the version that its editor saw. */
    async update(
      ctx: ActionContext,
      input: z.output<typeof updateNoticeRulesBody>,
    ): Promise<NoticeRulesRecord> {
      const { changedAt: _at, version, ...before } = await read();
      if (version !== input.version) throw new DomainError('conflict', 'errors.stale');
      const next = { ...input, version: version + 1 };
      const row = { value: JSON.stringify(next), updated_at: world.now() };
      const written =
        version === 0
          ? await insertOnce(db, 'settings', { name: NAME, ...row })
          : affected(
              await db('settings')
                .where({ name: NAME, value: JSON.stringify({ ...before, version }) })
                .update(row),
            ) === 1;
      if (!written) throw new DomainError('conflict', 'errors.stale');
      const keys = Object.keys(before) as (keyof NoticeRules)[];
      await audit.record(ctx, {
        action: 'notice_rules.changed',
        subjectType: 'settings',
        subjectId: NAME,
        detail: {
          changed: keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key])),
        },
      });
      return read();
    },
  };
}

export type NoticeRulesStore = ReturnType<typeof createNoticeRules>;
