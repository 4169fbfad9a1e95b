import type { Knex } from 'knex';
import { z } from 'zod';
import type { AuditRecord } from '#contract/audit.ts';
import type {
  PartyTotals,
  RecoveryBasis,
  RecoveryEvent,
  RecoveryRecord,
  RecoveryShow,
} from '#contract/recoveries.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import {
  AGE_BUCKET_COUNT,
  ageBucketOf,
  isAmong,
  recoveryEnds,
  recoveryHeads,
  recoveryStates,
} from '#domain/recoveries.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { PostedCredits } from './posted-credits.ts';
import { headOf, receiptOf, recordOf, type Row } from './recovery-row.ts';
import type { ClaimedOutage, RecoveryService } from './recovery-service.ts';
import type { RecoveryStore } from './recovery-store.ts';

const short = z.string().max(26);

export const recoveryList = {
  filters: {
    id: oneOrMany(short),
    state: oneOrMany(z.enum(recoveryStates)),
    outageId: oneOrMany(short),
    party: oneOrMany(z.string().max(80)),
    late: z.boolean(),
  },
  sorts: {
    id: 'r.id',
    filedAt: 'r.filed_at',
    limitationAt: 'r.limitation_at',
    dueAt: 'r.due_at',
    outstandingFen: 'r.outstanding_fen',
    party: 'r.party',
  },
  defaultSort: ['filedAt', 'DESC'],
} as const satisfies ListSpec;

type Filter = FilterOf<typeof recoveryList>;
type Reader = Pick<Actor, 'areaCodes'>;

interface Needs {
  db: Knex;
  now(): number;
  store: RecoveryStore;
  posted: PostedCredits;
  service: Pick<RecoveryService, 'obstacleOf'>;
  outage(
    ctx: ActionContext,
    id: string,
  ): Promise<ClaimedOutage & { affectedLines: number; facts: { zone: string; cause: string } }>;
  causeNames(code: string): Promise<{ nameZh: string; nameEn: string }>;
  auditOf(subjectType: string, subjectId: string): Promise<AuditRecord[]>;
  /** Narrows to outages `o` that touch these areas. */
  touching(query: Knex.QueryBuilder, areaCodes: readonly string[]): void;
}

const RESTING = [...recoveryEnds, 'litigated'];

export function createRecoveryReads(needs: Needs) {
  const { db, now, store, posted } = needs;

  const visible = (reader: Reader): Knex.QueryBuilder =>
    db('recoveries as r')
      .join('outages as o', 'o.id', 'r.outage_id')
      .modify((q: Knex.QueryBuilder) => {
        if (reader.areaCodes.length > 0) needs.touching(q, reader.areaCodes);
      });

  const selected = (q: Knex.QueryBuilder): Knex.QueryBuilder =>
    q.select('r.*', { outage_number: 'o.number', outage_title: 'o.title' });

  const whereLate = (q: Knex.QueryBuilder): void => {
    void q.where('r.due_at', '<=', now()).whereNotIn('r.state', RESTING);
  };

  async function timeline(id: string): Promise<RecoveryEvent[]> {
    const notes = (await db('recovery_notes').where({ recovery_id: id })) as Row[];
    const bodies = new Map(notes.map((row) => [String(row['id']), String(row['body'])]));
    const events = await needs.auditOf('recovery', id);
    return events
      .filter(({ action }) => action !== 'recovery.file_read')
      .map((event) => ({
        id: event.id,
        at: event.at,
        who: event.actorName,
        act: event.action.replace(/^recovery\./u, ''),
        reason: event.reason,
        note: bodies.get(String(event.detail['noteId'])) ?? null,
        fen: numberOrNull(event.detail['fen']),
      }))
      .reverse();
  }

  async function parts(id: string): Promise<Pick<RecoveryShow, 'heads' | 'receipts'>> {
    const files = await store.files(id);
    const rows = (await db('recovery_heads').where({ recovery_id: id })) as Row[];
    const heads = rows.map(headOf);
    const receipts = (await db('recovery_receipts')
      .where({ recovery_id: id })
      .orderBy('id')) as Row[];
    return {
      heads: recoveryHeads.flatMap((head) =>
        heads
          .filter((one) => one.head === head)
          .map((one) => ({ ...one, files: files.filter((file) => file.head === head) })),
      ),
      receipts: receipts.map(receiptOf),
    };
  }

  return {
    list(reader: Reader, query: ListQuery<Filter>) {
      const { filter } = query;
      const rows = visible(reader).modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('r.id', filter.id);
        if (filter.state) void q.whereIn('r.state', filter.state);
        if (filter.outageId) void q.whereIn('r.outage_id', filter.outageId);
        if (filter.party) void q.whereIn('r.party', filter.party);
        if (filter.late === true) whereLate(q);
      });
      const at = now();
      return pageOf(rows, query, {
        id: 'r.id',
        page: selected,
        toWire: (row): RecoveryRecord => recordOf(row, at),
      });
    },

    async show(ctx: ActionContext, id: string): Promise<RecoveryShow> {
      const row = (await selected(visible(ctx.actor).where('r.id', id)).first()) as Row | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      const record = recordOf(row, now());
      const outage = await needs.outage(ctx, record.outageId);
      const cause = await needs.causeNames(outage.facts.cause);
      return {
        ...record,
        partyAddress: textOrNull(row['party_address']),
        damageKnownAt: Number(row['damage_known_at']),
        letterCount: Number(row['letter_count']),
        letterSentAt: numberOrNull(row['letter_sent_at']),
        filedByName: String(row['filed_by_name']),
        postedFen: await posted.postedFen(record.outageId),
        claimedElsewhereFen: await posted.claimedFen(record.outageId, id),
        outage: {
          startedAt: outage.facts.startedAt,
          endedAt: outage.facts.endedAt,
          zone: outage.facts.zone,
          causeZh: cause.nameZh,
          causeEn: cause.nameEn,
          affectedLines: outage.affectedLines,
        },
        ...(await parts(id)),
        timeline: await timeline(id),
      };
    },

    /** What each party owes; the one that owes most first. */
    async totals(reader: Reader): Promise<PartyTotals[]> {
      const rows = await visible(reader).select<Row[]>(
        ...['r.party', 'r.state', 'r.filed_at', 'r.claimed_fen', 'r.agreed_fen'],
        ...['r.received_fen', 'r.outstanding_fen'],
      );
      const byParty = new Map<string, PartyTotals>();
      for (const row of rows) {
        const party = String(row['party']);
        const sums = byParty.get(party) ?? nothing(party);
        byParty.set(party, sums);
        addTo(sums, row, now());
      }
      return [...byParty.values()].sort((a, b) => b.outstandingFen - a.outstandingFen);
    },

    async basis(ctx: ActionContext, outageId: string): Promise<RecoveryBasis> {
      const outage = await needs.outage(ctx, outageId);
      const postedFen = await posted.postedFen(outageId);
      const rows = await db('recoveries')
        .where({ outage_id: outageId })
        .orderBy('id')
        .select<RecoveryBasis['cases']>('id', 'number', 'party', 'state');
      return {
        ...{ outageId, number: outage.number, title: outage.facts.title },
        party: outage.facts.responsibleParty,
        obstacle: await needs.service.obstacleOf(outage),
        postedFen,
        claimableFen: Math.max(0, postedFen - (await posted.claimedFen(outageId, null))),
        cases: rows,
      };
    },

    /** Cases whose date has passed, or whose limitation draws near. */
    async navigation(reader: Reader): Promise<Record<string, number>> {
      const [row] = await visible(reader)
        .whereNotIn('r.state', RESTING)
        .where((any) =>
          any.where('r.due_at', '<=', now()).orWhere('r.limitation_warn_at', '<=', now()),
        )
        .count({ n: '*' });
      return { recoveries: Number((row as Row | undefined)?.['n'] ?? 0) };
    },
  };
}

export type RecoveryReads = ReturnType<typeof createRecoveryReads>;

const nothing = (party: string): PartyTotals => ({
  party,
  cases: 0,
  openCases: 0,
  ...{ claimedFen: 0, agreedFen: 0, receivedFen: 0, outstandingFen: 0 },
  agesFen: Array.from({ length: AGE_BUCKET_COUNT }, () => 0),
});

function addTo(sums: PartyTotals, row: Row, now: number): void {
  const outstanding = Number(row['outstanding_fen']);
  const bucket = ageBucketOf(Number(row['filed_at']), now);
  sums.cases += 1;
  if (!isAmong(recoveryEnds, String(row['state']) as (typeof recoveryStates)[number]))
    sums.openCases += 1;
  sums.claimedFen += Number(row['claimed_fen']);
  sums.agreedFen += Number(row['agreed_fen'] ?? 0);
  sums.receivedFen += Number(row['received_fen']);
  sums.outstandingFen += outstanding;
  sums.agesFen[bucket] = (sums.agesFen[bucket] ?? 0) + outstanding;
}
