import type { Knex } from 'knex';
import type { Reach } from '#domain/episode-lineage.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { World } from '../../world.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import { createExposures } from './exposures.ts';
import type { NumberedExposure, RivalExposure, RivalLink } from './rivals.ts';

/** `batch_rivals.rival_exposure` of a link to all items of a batch. */
const ANY = -1;
const INSERT_ROWS = 200;

interface EpisodeRow {
  id: string;
  batch_id: string;
  exposure_no: number;
  service: Service | null;
  reach_from: number;
  reach_until: number;
  outage_ids: string;
}

/** Episodes of batches, what they replace, and which credits of other batches a calculation counts. */
export function createLineageStore(db: Knex, world: Pick<World, 'nextId'>) {
  async function insertAll(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += INSERT_ROWS)
      await db(table).insert(rows.slice(start, start + INSERT_ROWS));
  }

  /** Batches calculated before episodes were rows: one exposure, that of their outage. */
  async function unwritten(ids: readonly string[]): Promise<RivalExposure[]> {
    if (ids.length === 0) return [];
    const rows = await db('batches')
      .whereIn('id', [...ids])
      .whereNotNull('outage_id')
      .select<{ id: string; pinned: string }[]>('id', 'pinned');
    return rows.map((row) => {
      const { outageIds, reach } = createExposures(pinsOf(row)).of(0).mine;
      return { batchId: row.id, exposureNo: 0, outageIds, reach, episodeIds: [] };
    });
  }

  return {
    /** The exposures of batches, as far as lineage looks at them. */
    async exposuresOf(batchIds: readonly string[]): Promise<RivalExposure[]> {
      if (batchIds.length === 0) return [];
      const rows = (await db('batch_episodes')
        .whereIn('batch_id', [...batchIds])
        .orderBy(['batch_id', 'exposure_no', 'position'])) as EpisodeRow[];
      const found = new Map<string, RivalExposure & { reach: Reach[]; episodeIds: string[] }>();
      for (const row of rows) {
        const key = `${row.batch_id} ${row.exposure_no}`;
        const one = found.get(key) ?? {
          ...{ batchId: row.batch_id, exposureNo: Number(row.exposure_no) },
          outageIds: [] as string[],
          ...{ reach: [], episodeIds: [] },
        };
        found.set(key, {
          ...one,
          outageIds: [
            ...new Set([...one.outageIds, ...(JSON.parse(row.outage_ids) as string[])]),
          ].sort(),
          reach: [
            ...one.reach,
            {
              service: row.service,
              from: Number(row.reach_from),
              until: Number(row.reach_until),
            },
          ],
          episodeIds: [...one.episodeIds, row.id],
        });
      }
      const written = new Set(rows.map((row) => row.batch_id));
      return [...found.values(), ...(await unwritten(batchIds.filter((id) => !written.has(id))))];
    },

    /** The exposures of a calculated batch under the coverages that its classes have. */
    async numbered(row: Pick<BatchRow, 'id' | 'pinned'>): Promise<NumberedExposure[]> {
      const all = createExposures(pinsOf(row));
      const classes = await db('batch_classes')
        .where({ batch_id: row.id })
        .orderBy('class_no')
        .select<{ exposure_no: number; coverage: number; facts: string }[]>(
          'exposure_no',
          'coverage',
          'facts',
        );
      const found = new Map<number, NumberedExposure>();
      for (const one of classes) {
        const no = Number(one.exposure_no);
        if (found.has(no)) continue;
        const { billDay } = JSON.parse(one.facts) as { billDay: number | null };
        found.set(no, { no, found: all.of(Number(one.coverage), billDay) });
      }
      return [...found.values()];
    },

    async saveEpisodes(
      batchId: string,
      exposures: readonly NumberedExposure[],
      replaces: ReadonlyMap<number, readonly string[]>,
    ): Promise<void> {
      await insertAll(
        'batch_episodes',
        exposures.flatMap(({ no, found: { mine } }) =>
          mine.episodes.map((episode, position) => ({
            id: world.nextId(),
            batch_id: batchId,
            exposure_no: no,
            position,
            service: episode.service,
            started_at: episode.startAt,
            ended_at: episode.endAt,
            reach_from: mine.reach[position]?.from ?? episode.startAt,
            reach_until: mine.reach[position]?.until ?? episode.endAt,
            outage_ids: JSON.stringify(episode.outageIds),
            replaces: JSON.stringify(replaces.get(no) ?? []),
          })),
        ),
      );
    },

    async saveLinks(batchId: string, links: readonly RivalLink[]): Promise<void> {
      await insertAll(
        'batch_rivals',
        links.map((link) => ({
          batch_id: batchId,
          exposure_no: link.exposureNo,
          rival_id: link.rivalId,
          rival_exposure: link.rivalExposure ?? ANY,
          role: link.role,
          rival_number: link.rivalNumber,
          month_key: link.monthKey,
        })),
      );
    },

    /** The roles in which a calculation counts other batches. */
    async rolesIn(batchId: string): Promise<Set<string>> {
      const rows = (await db('batch_rivals')
        .where({ batch_id: batchId })
        .distinct('role')
        .pluck('role')) as string[];
      return new Set(rows);
    },

    async forget(batchId: string): Promise<void> {
      for (const table of ['batch_episodes', 'batch_rivals'])
        await db(table).where({ batch_id: batchId }).delete();
    },

    async savePinned(
      batchId: string,
      outages: readonly { id: string; revision: number }[],
    ): Promise<void> {
      await insertAll(
        'batch_outages',
        outages.map(({ id, revision }, position) => ({
          ...{ batch_id: batchId, outage_id: id, position, revision },
        })),
      );
    },
  };
}

export type LineageStore = ReturnType<typeof createLineageStore>;
