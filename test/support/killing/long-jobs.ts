import { expect } from 'vitest';
import type { MappingRunRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import type { ImportRecord } from '#contract/imports.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { testContext } from '../app.ts';
import { caseFacts, raw } from '../case-facts.ts';
import type { HoldPoint } from './holds.ts';
import type { Installation } from './installation.ts';

const HOUR = 3_600_000;

/** A job in the queue that goes over many rows in steps. */
interface LongJob {
  /** The write at which a step stands that has done this row and not committed it. */
  holdAt(row: number): HoldPoint;
  /** Rows that are done for good. */
  done(): Promise<number>;
  /** At the end: each row was done once, and what counts them says so. */
  isWhole(): Promise<void>;
}

export type Begin = (inst: Installation, rows: number) => Promise<LongJob>;

/** Requested one second after the other, so that their order is certain. */
async function landed({ app }: Installation, rows: number, facts: Partial<LandingFacts>) {
  const from = Date.now() - 2 * HOUR;
  const ids: string[] = [];
  for (let start = 0; start < rows; start += 500) {
    const some = Array.from({ length: Math.min(500, rows - start) }, (_, at) =>
      caseFacts({ ...facts, requestedAt: from + (start + at) * 1000 }),
    );
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, some),
    );
    ids.push(...cases.map(({ caseId }) => caseId));
  }
  return ids;
}

export async function count(
  { app }: Installation,
  table: string,
  where: Record<string, unknown>,
): Promise<number> {
  const [row] = await app.db(table).where(where).count<{ n: unknown }[]>({ n: '*' });
  return Number(row?.n);
}

/** The counters of a group against its rows. */
async function groupIsExact({ app }: Installation, id: string): Promise<number> {
  const group = await app.features.causeGroups.reads.one(id);
  const rows: { line_id: string; ended_at: number | null }[] = await app
    .db('cases')
    .where({ group_id: id })
    .select('line_id', 'ended_at');
  expect([group.caseCount, group.openCount, group.customerCount]).toEqual([
    rows.length,
    rows.filter((row) => row.ended_at === null).length,
    new Set(rows.map((row) => row.line_id)).size,
  ]);
  return rows.length;
}

async function groupOf({ app }: Installation, caseId: string | undefined): Promise<string> {
  return (await app.features.caseStore.find(caseId ?? ''))?.groupId ?? '';
}

/** How many cases have so many events of an action: `[[1, all]]` says each has one. */
async function eventsPerCase({ app }: Installation, action: string): Promise<unknown[]> {
  const each = app
    .db('audit_events')
    .where({ action, subject_type: 'case' })
    .groupBy('subject_id')
    .count({ times: '*' })
    .as('each_case');
  const rows: { times: unknown; n: unknown }[] = await app.db
    .from(each)
    .groupBy('times')
    .orderBy('times')
    .select('times')
    .count({ n: '*' });
  return rows.map(({ times, n }) => [Number(times), Number(n)]);
}

const mergeStory: Begin = async (inst, rows) => {
  const { app } = inst;
  const ids = await landed(inst, rows, { sourceSystem: 'PLAT', rawCode: 'K1', rawText: '未知' });
  const [other] = await landed(inst, 1, {});
  const [from, into] = [await groupOf(inst, ids[0]), await groupOf(inst, other)];
  await app.features.inTransaction((f) => f.causeGroups.upkeep.fold());
  const { version } = await app.features.causeGroups.reads.one(from);
  await app.features.inTransaction((f) =>
    f.causeGroups.service.merge({ ...testContext, reason: 'one cause' }, from, {
      ...{ version, intoId: into, teach: false, reason: 'one cause' },
    }),
  );
  return {
    holdAt: (row) => ({
      table: 'cases',
      event: 'update',
      when: `new.group_id = '${into}' and new.id = '${ids[row] ?? ''}'`,
    }),
    done: async () => (await count(inst, 'cases', { group_id: into })) - 1,
    async isWhole() {
      expect(await groupIsExact(inst, into)).toBe(rows + 1);
      expect(await groupIsExact(inst, from)).toBe(0);
      for (const [action, subject_id] of [
        ['cause_group.merged', from],
        ['cause_group.absorbed', into],
      ] as const)
        expect(await count(inst, 'audit_events', { action, subject_id })).toBe(1);
    },
  };
};

const recomputeStory: Begin = async (inst, rows) => {
  await landed(inst, rows, {});
  const [editor, manager] = [await inst.app.signIn('supervisor'), await inst.app.signIn('manager')];
  type Policy = { id: string; version: number; kind: string };
  const list = await editor.get<Policy[]>(
    '/api/clock-policies?filter={"kind":["technical"],"state":["published"]}',
  );
  const basedOnId = list.body.find(({ kind }) => kind === 'technical')?.id;
  const draft = (await editor.post<Policy>('/api/clock-policies', { basedOnId })).body;
  const path = `/api/clock-policies/${draft.id}`;
  const change = { version: draft.version, dueMs: 12 * HOUR, warnMs: HOUR };
  const { version } = (await editor.put<Policy>(path, change)).body;
  const submitted = (await editor.post<Policy>(`${path}/submit`, { version })).body;
  const published = await manager.post<{ recompute: { id: string } }>(`${path}/publish`, {
    version: submitted.version,
  });
  expect(published.status).toBe(200);
  const { id } = published.body.recompute;
  return {
    holdAt: (row) => ({
      table: 'clock_recomputes',
      event: 'update',
      when: `new.id = '${id}' and new.done > ${row}`,
    }),
    done: () => count(inst, 'clocks', { policy_id: draft.id }),
    async isWhole() {
      const run: unknown = await inst.app.db('clock_recomputes').where({ id }).first();
      expect(run).toMatchObject({ state: 'done', total: rows, done: rows, changed: rows });
      // Written once when the case opened, and once by the job.
      const settled: unknown[] = await inst.app
        .db('clocks')
        .join('cases', 'cases.id', 'clocks.subject_id')
        .where({ 'clocks.policy_id': draft.id, 'clocks.version': 2 })
        .whereRaw('clocks.due_at = clocks.started_at + ?', [12 * HOUR])
        .whereRaw('cases.due_at = clocks.due_at')
        .select('cases.id');
      expect(settled).toHaveLength(rows);
      const told: { detail: string }[] = await inst.app
        .db('audit_events')
        .where({ subject_type: 'clock_recompute', subject_id: id })
        .whereNot({ action: 'clock_recompute.started' })
        .select('detail');
      const changed = told.map(({ detail }) => (JSON.parse(detail) as { changed: number }).changed);
      expect(changed.reduce((sum, n) => sum + n, 0)).toBe(rows);
    },
  };
};

const mappingStory: Begin = async (inst, rows) => {
  const ids = await landed(inst, rows, raw.unmapped);
  const before = await groupOf(inst, ids[0]);
  const [editor, checker] = [
    await inst.app.signIn('supervisor'),
    await inst.app.signIn('supervisor', 'checker'),
  ];
  const made = await editor.post<MappingVersionRecord>('/api/unmapped-codes/map', {
    ...{ sourceSystem: 'PLAT', rawCode: '4417', failureCode: 'SYN-02' },
  });
  const path = `/api/mapping-versions/${made.body.id}`;
  const verb = async <T>(who: typeof editor, name: string, body: object = {}) => {
    const { version } = (await editor.get<MappingVersionRecord>(path)).body;
    const reply = await who.post<T>(`${path}/${name}`, { version, ...body });
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    return reply.body;
  };
  await verb(editor, 'submit', { note: 'one raw code' });
  await verb(checker, 'try', { scope: 'newest' });
  await verb(checker, 'publish');
  const { id } = await verb<MappingRunRecord>(checker, 'apply');
  return {
    holdAt: (row) => ({
      table: 'mapping_runs',
      event: 'update',
      when: `new.id = '${id}' and new.scanned > ${row}`,
    }),
    done: () => count(inst, 'cases', { failure_code: 'SYN-02' }),
    async isWhole() {
      const run: unknown = await inst.app.db('mapping_runs').where({ id }).first();
      expect(run).toMatchObject({ state: 'done', scanned: rows, moved: rows });
      expect(await eventsPerCase(inst, 'case.reclassified')).toEqual([[1, rows]]);
      expect(await groupIsExact(inst, before)).toBe(0);
      expect(await groupIsExact(inst, await groupOf(inst, ids[0]))).toBe(rows);
    },
  };
};

const ticketOf = (row: number): string => `T-${String(row).padStart(6, '0')}`;

/** A BOSS export in plain UTF-8, of yesterday. */
function fileOf(rows: number): string {
  const head =
    'ticketNo,msisdn,productCode,partnerCode,channel,requestedAt,stage,sourceSystem,rawCode,rawText,monthlyFee';
  const day = new Date(Date.now() - 24 * HOUR).toISOString().slice(0, 10);
  const lines = Array.from(
    { length: rows },
    (_, row) =>
      `${ticketOf(row)},170${String(10_000_000 + row)},600001,SP0001,APP,${day} 10:00:00,订单提交,HLR,5012,x,10.00`,
  );
  return [head, ...lines, ''].join('\r\n');
}

const importStory: Begin = async (inst, rows) => {
  const supervisor = await inst.app.signIn('supervisor');
  const sent = await supervisor.upload<ImportRecord>(
    '/api/imports?kind=unsubscribes&fileName=failures.csv',
    fileOf(rows),
  );
  const { id, version } = sent.body;
  const begun = await supervisor.post(`/api/imports/${id}/commit`, { version });
  expect([sent.status, begun.status]).toEqual([201, 200]);
  return {
    holdAt: (row) => ({
      table: 'cases',
      event: 'insert',
      when: `new.ticket_no = '${ticketOf(row)}'`,
    }),
    done: () => count(inst, 'cases', { import_id: id }),
    async isWhole() {
      const file = (await supervisor.get<ImportRecord>(`/api/imports/${id}`)).body;
      expect(file).toMatchObject({
        state: 'committed',
        ...{ rowsTotal: rows, rowsLanded: rows, rowsBad: 0, rowsRepeated: 0, rowsJoined: 0 },
      });
      const tickets: unknown[] = await inst.app.db('cases').distinct('ticket_no');
      expect(tickets).toHaveLength(rows);
      expect(await eventsPerCase(inst, 'case.opened')).toEqual([[1, rows]]);
      expect(await count(inst, 'clocks', { kind: 'technical' })).toBe(rows);
      expect(
        await count(inst, 'audit_events', { action: 'import.committed', subject_id: id }),
      ).toBe(1);
      const one: { id: string } | undefined = await inst.app.db('cases').first('id');
      expect(await groupIsExact(inst, await groupOf(inst, one?.id))).toBe(rows);
    },
  };
};

/** Every long job, by what it does. */
export const longJobs: Readonly<Record<string, Begin>> = {
  'moves each case of a merged group': mergeStory,
  'works out the deadlines of each open case': recomputeStory,
  'applies a mapping to each case': mappingStory,
  'lands each row of a file': importStory,
};
