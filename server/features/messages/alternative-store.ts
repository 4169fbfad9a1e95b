import type { Knex } from 'knex';
import type { AlternativeKind, AlternativeRecord } from '#contract/messages.ts';
import { DomainError } from '#domain/errors.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';

export function createAlternativeStore(db: Knex) {
  return {
    async ofCase(caseId: string): Promise<AlternativeRecord[]> {
      const rows = (await db('case_alternatives')
        .where({ case_id: caseId })
        .orderBy('id', 'desc')
        .limit(50)) as Record<string, unknown>[];
      return rows.map(alternativeOf);
    },

    async find(caseId: string, id: string): Promise<AlternativeRecord | undefined> {
      const row = (await db('case_alternatives').where({ id, case_id: caseId }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : alternativeOf(row);
    },

    async insert(one: {
      id: string;
      caseId: string;
      kind: AlternativeKind;
      label: string;
      feeFen: number | null;
      offeredBy: string;
      offeredByName: string;
      offeredAt: number;
    }): Promise<void> {
      await db('case_alternatives').insert({
        ...{ id: one.id, case_id: one.caseId, kind: one.kind, label: one.label },
        ...{ fee_fen: one.feeFen, state: 'offered', notice_id: null },
        ...{ offered_by: one.offeredBy, offered_by_name: one.offeredByName },
        ...{ offered_at: one.offeredAt, version: 1 },
      });
    },

    async told(id: string, noticeId: string): Promise<void> {
      await db('case_alternatives').where({ id }).update({ notice_id: noticeId });
    },

    async decide(
      seen: Pick<AlternativeRecord, 'id' | 'version'>,
      decision: { state: 'chosen' | 'refused'; byName: string; at: number },
    ): Promise<void> {
      const result = await db('case_alternatives')
        .where({ id: seen.id, state: 'offered', version: seen.version })
        .update({
          state: decision.state,
          decided_by_name: decision.byName,
          decided_at: decision.at,
          version: seen.version + 1,
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type AlternativeStore = ReturnType<typeof createAlternativeStore>;

function alternativeOf(row: Record<string, unknown>): AlternativeRecord {
  return {
    id: String(row['id']),
    kind: String(row['kind']) as AlternativeKind,
    label: String(row['label']),
    feeFen: numberOrNull(row['fee_fen']),
    state: String(row['state']) as AlternativeRecord['state'],
    noticeId: textOrNull(row['notice_id']),
    offeredByName: String(row['offered_by_name']),
    offeredAt: Number(row['offered_at']),
    decidedByName: textOrNull(row['decided_by_name']),
    decidedAt: numberOrNull(row['decided_at']),
    version: Number(row['version']),
  };
}
