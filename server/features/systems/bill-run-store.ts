import type { Knex } from 'knex';
import type { BillRunRecord } from '#contract/systems.ts';
import { expectedRun, type BillRunTimes } from '#domain/bill-run-times.ts';
import { monthAfter } from '#domain/charges.ts';
import { DomainError } from '#domain/errors.ts';
import { monthKeyAt, type Zone } from '#domain/time.ts';
import { affected, insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface BillRun {
  id: string;
  period: string;
  startsAt: number;
  endsAt: number;
  source: 'announced' | 'derived';
  announcedByName: string | null;
  releasedAt: number | null;
  /** How far verified cases were read again: the end of the last one taken, and its id. */
  recheckAt: number | null;
  recheckId: string | null;
  rechecked: number;
  relapses: number;
  recheckedAt: number | null;
  version: number;
}

const FIRST_LOOK_BACK_MS = 31 * 24 * 3_600_000;
const SHOWN = 24;

export function createBillRunStore(
  db: Knex,
  world: World,
  zone: Zone,
  times: () => Promise<BillRunTimes>,
) {
  const runs = async (query: Knex.QueryBuilder): Promise<BillRun[]> =>
    ((await query) as Record<string, unknown>[]).map(billRunOf);

  async function previousEnd(startsAt: number): Promise<number> {
    const [before] = await runs(
      db('bill_runs').where('ends_at', '<=', startsAt).orderBy('ends_at', 'desc').limit(1),
    );
    return before?.endsAt ?? startsAt - FIRST_LOOK_BACK_MS;
  }

  function newRow(run: Pick<BillRun, 'period' | 'startsAt' | 'endsAt' | 'source'>) {
    return {
      id: world.nextId(),
      period: run.period,
      starts_at: run.startsAt,
      ends_at: run.endsAt,
      source: run.source,
      rechecked: 0,
      relapses: 0,
      demo: false,
      version: 1,
      updated_at: world.now(),
    };
  }

  return {
    async byId(id: string): Promise<BillRun | undefined> {
      return (await runs(db('bill_runs').where({ id })))[0];
    },

    async byPeriod(period: string): Promise<BillRun | undefined> {
      return (await runs(db('bill_runs').where({ period })))[0];
    },

    /** The run that is under way, or the next one. */
    async at(at: number): Promise<BillRun | null> {
      const found = await runs(
        db('bill_runs').where('ends_at', '>', at).orderBy('ends_at').limit(1),
      );
      return found[0] ?? null;
    },

    /** This month's run and the next one's, at the times that were set, where nobody has announced them. */
    async ensureDerived(): Promise<void> {
      const month = monthKeyAt(zone, world.now());
      const expected = await times();
      for (const period of [month, monthAfter(month)]) {
        if ((await this.byPeriod(period)) !== undefined) continue;
        const { startsAt, endsAt } = expectedRun(zone, period, expected);
        const row = newRow({ period, startsAt, endsAt, source: 'derived' });
        // A run that is past has nobody waiting: an installation that starts on the 20th reads nothing again.
        const past =
          endsAt <= world.now()
            ? { released_at: endsAt, rechecked_at: endsAt, charges_at: endsAt }
            : {};
        await insertIgnore(db, 'bill_runs', [{ ...row, ...past }]);
      }
    },

    /** Runs that nobody announced and that have not begun. */
    async expected(): Promise<BillRun[]> {
      return runs(
        db('bill_runs').where({ source: 'derived' }).where('starts_at', '>', world.now()),
      );
    },

    async insertAnnounced(run: {
      period: string;
      startsAt: number;
      endsAt: number;
      by: { id: string; name: string };
    }): Promise<string> {
      const row = newRow({ ...run, source: 'announced' });
      await insertIgnore(db, 'bill_runs', [
        { ...row, announced_by: run.by.id, announced_by_name: run.by.name },
      ]);
      return row.id;
    },

    /** Other times, and who said so; compare-and-set by version. */
    async change(
      run: BillRun,
      change: Partial<Pick<BillRun, 'startsAt' | 'endsAt'>> & { by?: { id: string; name: string } },
    ): Promise<void> {
      const changed = affected(
        await db('bill_runs')
          .where({ id: run.id, version: run.version })
          .update({
            ...(change.startsAt === undefined ? {} : { starts_at: change.startsAt }),
            ...(change.endsAt === undefined ? {} : { ends_at: change.endsAt }),
            ...(change.by === undefined
              ? {}
              : {
                  source: 'announced',
                  announced_by: change.by.id,
                  announced_by_name: change.by.name,
                }),
            version: run.version + 1,
            updated_at: world.now(),
          }),
      );
      if (changed !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Runs that are over and whose waiters were not all released. */
    async toRelease(): Promise<BillRun[]> {
      return runs(
        db('bill_runs')
          .where('ends_at', '<=', world.now())
          .whereNull('released_at')
          .orderBy('ends_at')
          .limit(3),
      );
    },

    async released(run: BillRun): Promise<void> {
      await db('bill_runs').where({ id: run.id }).update({ released_at: world.now() });
    },

    /** Runs after which verified cases are still to be read again. */
    async toRecheck(): Promise<(BillRun & { recheckFromAt: number }) | undefined> {
      const found = await runs(
        db('bill_runs')
          .whereNotNull('released_at')
          .whereNull('rechecked_at')
          .orderBy('ends_at')
          .limit(1),
      );
      const [run] = found;
      // What ended since the run before it was over, as that came to be: it may have been ended early.
      return run === undefined
        ? undefined
        : { ...run, recheckFromAt: await previousEnd(run.startsAt) };
    },

    /** Moves the place up to which cases were taken; false when another worker did so first. */
    async advanceRecheck(
      run: BillRun,
      to: { at: number; id: string; taken: number } | null,
    ): Promise<boolean> {
      const place =
        run.recheckId === null
          ? { id: run.id, recheck_id: null }
          : { id: run.id, recheck_id: run.recheckId };
      const moved = affected(
        await db('bill_runs')
          .where(place)
          .whereNull('rechecked_at')
          .update(
            to === null
              ? { rechecked_at: world.now() }
              : {
                  recheck_at: to.at,
                  recheck_id: to.id,
                  rechecked: db.raw('rechecked + ?', [to.taken]),
                },
          ),
      );
      return moved === 1;
    },

    /** A run after which the postings of open cases are still to be read. */
    async toReadCharges(): Promise<{ id: string; afterId: string; fromAt: number } | undefined> {
      const [row] = (await db('bill_runs')
        .whereNotNull('released_at')
        .whereNull('charges_at')
        .orderBy('ends_at')
        .limit(1)) as Record<string, unknown>[];
      if (row === undefined) return undefined;
      const run = billRunOf(row);
      const fromAt = await previousEnd(run.startsAt);
      return { id: run.id, afterId: String(row['charges_id']), fromAt };
    },

    /** Moves the place up to which cases were taken, or says that all were; false when another worker did so. */
    async advanceCharges(
      run: { id: string; afterId: string },
      toId: string | null,
    ): Promise<boolean> {
      const moved = affected(
        await db('bill_runs')
          .where({ id: run.id, charges_id: run.afterId })
          .whereNull('charges_at')
          .update(toId === null ? { charges_at: world.now() } : { charges_id: toId }),
      );
      return moved === 1;
    },

    async countRelapse(id: string): Promise<void> {
      await db('bill_runs')
        .where({ id })
        .update({ relapses: db.raw('relapses + 1') });
    },

    async records(): Promise<BillRunRecord[]> {
      const now = world.now();
      const rows = await runs(db('bill_runs').orderBy('starts_at', 'desc').limit(SHOWN));
      const waiting: { ref_id: string; n: unknown }[] = await db('case_waits')
        .where({ state: 'waiting', kind: 'bill_run' })
        .groupBy('ref_id')
        .select('ref_id')
        .count({ n: '*' });
      const waitingFor = new Map(waiting.map((row) => [row.ref_id, Number(row.n)]));
      return rows.map((run) => ({
        id: run.id,
        period: run.period,
        startsAt: run.startsAt,
        endsAt: run.endsAt,
        state: now < run.startsAt ? 'coming' : now < run.endsAt ? 'running' : 'ended',
        source: run.source,
        announcedByName: run.announcedByName,
        waiting: waitingFor.get(run.id) ?? 0,
        releasedAt: run.releasedAt,
        rechecked: run.rechecked,
        relapses: run.relapses,
        recheckedAt: run.recheckedAt,
        version: run.version,
      }));
    },
  };
}

export type BillRunStore = ReturnType<typeof createBillRunStore>;

function billRunOf(row: Record<string, unknown>): BillRun {
  const int = (name: string) => Number(row[name]);
  const intOrNull = (name: string) => (row[name] == null ? null : Number(row[name]));
  const textOrNull = (name: string) => (row[name] == null ? null : String(row[name]));
  return {
    id: String(row['id']),
    period: String(row['period']),
    startsAt: int('starts_at'),
    endsAt: int('ends_at'),
    source: row['source'] === 'announced' ? 'announced' : 'derived',
    announcedByName: textOrNull('announced_by_name'),
    releasedAt: intOrNull('released_at'),
    recheckAt: intOrNull('recheck_at'),
    recheckId: textOrNull('recheck_id'),
    rechecked: int('rechecked'),
    relapses: int('relapses'),
    recheckedAt: intOrNull('rechecked_at'),
    version: int('version'),
  };
}
