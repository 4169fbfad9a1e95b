import type { Knex } from 'knex';
import type { z } from 'zod';
import {
  messageSettings,
  type MessageSettings,
  type MessageSettingsRecord,
  type updateMessageSettingsBody,
} from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { gatherReads } from '../../gather.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

const NAME = 'messages';

/** Nothing leaves by itself until somebody switches it on, but the reminder that the deadline of a wait promises. */
export const defaultMessageSettings: MessageSettings = {
  signatureZh: '【云州通信】',
  signatureEn: 'Yunzhou Telecom:',
  hotline: '10086',
  quietFrom: '21:00',
  quietUntil: '08:00',
  promiseHours: 24,
  tellDelayed: false,
  tellDone: false,
  askSolved: false,
  remindWaiting: true,
  tellWithinHours: 48,
  holdHours: 24,
};

export function createMessageSettings(needs: { db: Knex; world: World; audit: AuditTrail }) {
  const { db, world, audit } = needs;

  async function read(): Promise<MessageSettingsRecord> {
    const row = (await db('settings').where({ name: NAME }).first()) as
      { value: string; updated_at: number } | undefined;
    if (row === undefined) return { ...defaultMessageSettings, version: 0 };
    const { version, ...stored } = JSON.parse(row.value) as MessageSettingsRecord;
    const parsed = messageSettings.safeParse({ ...defaultMessageSettings, ...stored });
    return { ...(parsed.success ? parsed.data : defaultMessageSettings), version };
  }

  return {
    read: gatherReads(read),

    /** Compare-and-set on the version that its editor saw. */
    async update(
      ctx: ActionContext,
      input: z.output<typeof updateMessageSettingsBody>,
    ): Promise<MessageSettingsRecord> {
      const before = await read();
      if (before.version !== input.version) throw new DomainError('conflict', 'errors.stale');
      const next = { ...input, version: before.version + 1 };
      const row = { value: JSON.stringify(next), updated_at: world.now() };
      const written =
        before.version === 0
          ? await insertOnce(db, 'settings', { name: NAME, ...row })
          : affected(
              await db('settings')
                .where({ name: NAME, value: JSON.stringify(before) })
                .update(row),
            ) === 1;
      if (!written) throw new DomainError('conflict', 'errors.stale');
      await audit.record(ctx, {
        action: 'message_settings.changed',
        subjectType: 'settings',
        subjectId: NAME,
        detail: { changed: changedKeys(before, next) },
      });
      return next;
    },
  };
}

export type MessageSettingsStore = ReturnType<typeof createMessageSettings>;

function changedKeys(before: MessageSettingsRecord, after: MessageSettingsRecord): string[] {
  return (Object.keys(after) as (keyof MessageSettingsRecord)[]).filter(
    (key) => key !== 'version' && before[key] !== after[key],
  );
}
