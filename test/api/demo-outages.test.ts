import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '#contract/evidence.ts';
import type { OutageEffects } from '#contract/effects.ts';
import type { Inbox } from '#contract/inbox.ts';
import type { OutageOverlap } from '#contract/outage-work.ts';
import type { OutageRecord } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { prepareData } from '#server/seed/prepare.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { testWorld } from '#test/support/world.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-22T06:30:00Z');

/** What DEMO says about outages, sentence by sentence, read as a person of the operator reads it. */
describe("the demo's outages", () => {
  let app: TestApp;
  let reader: TestClient;
  let outages: OutageRecord[];

  beforeAll(async () => {
    app = await startApp({ world: testWorld(NOW) });
    await prepareData(app, {
      config: { demo: true, demoLines: 2_000 },
      gatewayUrl: app.gatewayUrl,
    });
    reader = await app.signIn('manager', 'reader');
    const { data } = await reader.provider.getList<OutageRecord>('outages', {
      filter: {},
      sort: { field: 'startedAt', order: 'DESC' },
      pagination: { page: 1, perPage: 100 },
    });
    outages = data;
  }, 240_000);
  afterAll(() => app.close());

  const where = (holds: (outage: OutageRecord) => boolean) => outages.filter(holds);
  const read = async <T>(path: string) => (await reader.get<T>(`/api/${path}`)).body;

  it('are twenty-four', () => {
    expect(outages).toHaveLength(24);
  });

  it('have one in progress for seventy minutes, its estimate passed, the estimate changed before', async () => {
    const [running, ...others] = where(({ state }) => state === 'open');
    expect(others).toEqual([]);
    expect(NOW - (running?.startedAt ?? 0)).toBe(70 * MINUTE);
    expect(running?.estimatePassed).toBe(true);
    expect(await read<unknown[]>(`outages/${running?.id}/estimates`)).toHaveLength(2);
  });

  it('have one that is restored and waits for its confirmation', () => {
    expect(where(({ state }) => state === 'restored')).toHaveLength(1);
  });

  it('have one corrected, in two revisions, confirmed again', () => {
    const corrected = where(({ title }) => title === '石桥区核心网交换机故障');
    expect(corrected.map(({ revision, state }) => [revision, state])).toEqual([[2, 'confirmed']]);
  });

  it('have a pair on the same lines at the same time', async () => {
    const pair = where(({ title }) => title.startsWith('南浦区') && !title.includes('基站'));
    const [one, other] = pair.map(({ id }) => id);
    const met = await read<OutageOverlap[]>(`outages/${one}/overlaps`);
    expect(met.map(({ id }) => id)).toEqual([other]);
    expect(met[0]?.sharedLines).toBeGreaterThan(0);
  });

  it('have planned work announced in time, and one too late that counts as the own', () => {
    const planned = where(({ responsibility }) => responsibility === 'planned');
    expect(planned.map(({ countsAs }) => countsAs).sort()).toEqual(['own', 'planned']);
  });

  it('have a typhoon and a cut fibre, agreed to by a manager on the evidence of files', async () => {
    for (const cause of ['typhoon', 'fibre_cut']) {
      const [outage] = where((one) => one.cause === cause && one.evidenceIds.length > 0);
      expect(outage, cause).toMatchObject({ state: 'confirmed', needsAgreement: true });
      expect(outage?.agreedBy).not.toBeNull();
      const files = await read<EvidenceRecord[]>(`outages/${outage?.id}/evidence`);
      expect(files.map(({ sha256 }) => sha256).sort()).toEqual(outage?.evidenceIds);
      const bytes = await reader.get<string>(`/api/evidence/${files[0]?.id}/file`);
      expect(bytes.status).toBe(200);
    }
  });

  it('have a word of evidence wherever force majeure or a third party is named', () => {
    const named = where(({ needsAgreement }) => needsAgreement);
    expect(named.length).toBeGreaterThan(6);
    expect(named.filter(({ evidenceNote, agreedBy }) => !evidenceNote || !agreedBy)).toEqual([]);
  });

  it('have degraded ones, a cancelled one, and one of text messages only', () => {
    const services = ({ services: all }: OutageRecord) => all.map(({ service }) => service).join();
    expect(
      where((one) => one.services.every(({ severity }) => severity === 'degraded')).length,
    ).toBeGreaterThan(1);
    expect(where(({ state }) => state === 'cancelled')).toHaveLength(1);
    expect(where((one) => services(one) === 'sms')).toHaveLength(1);
  });

  it('have a cut fibre with the alarms it set off as its parts', () => {
    const [parent] = where(({ childCount }) => childCount > 0);
    const children = where(({ parentId }) => parentId !== null);
    expect(parent).toMatchObject({ cause: 'fibre_cut', childCount: 2 });
    expect(children.map(({ parentNumber }) => parentNumber)).toEqual([
      parent?.number,
      parent?.number,
    ]);
  });

  it('pay the worked example to the unit', async () => {
    const [example] = where(({ title }) => title === '北港区数据业务中断');
    const { data: batches } = await reader.provider.getList('compensation-batches', {
      filter: { outageId: example?.id },
      sort: { field: 'id', order: 'ASC' },
      pagination: { page: 1, perPage: 5 },
    });
    const batch = batches[0] as { id: string; state: string };
    expect(batch.state).toBe('credited');
    const amounts: unknown[] = await app
      .db('batch_items')
      .where({ batch_id: batch.id, benefit: 'data' })
      .pluck('amount');
    expect(amounts.map(Number)).toContain(1238);
  });

  it('show what customers did afterwards, those compensated beside those not', async () => {
    const [corrected] = where(({ title }) => title === '石桥区核心网交换机故障');
    const { sums } = await read<OutageEffects>(`outages/${corrected?.id}/effects`);
    expect(new Set(sums.map(({ kind }) => kind))).toEqual(
      new Set(['complaint', 'port_out', 'satisfaction']),
    );
  });

  it('lie in years the calendar knows, today included', async () => {
    const calendar = await read<{ years: Record<string, unknown> }>('calendars/CN');
    const years = [...outages.map(({ startedAt }) => startedAt), NOW].map((at) =>
      localDateAt(createZone('Asia/Shanghai'), at).slice(0, 4),
    );
    expect(Object.keys(calendar.years)).toEqual(expect.arrayContaining(years));
  });

  it('leave a profile, a calendar and a mapping for a manager to publish', async () => {
    const { groups } = await read<Inbox>('inbox');
    const waiting = groups.find(({ kind }) => kind === 'publication')?.items ?? [];
    for (const path of ['/weight-profiles/', '/calendar-versions/', '/failure-codes/mapping/'])
      expect(waiting.filter(({ to }) => to.startsWith(path)).length, path).toBe(1);
  });

  it('name every area in both languages', () => {
    const names = outages.flatMap(({ areaNames }) => areaNames);
    expect(names.filter(({ nameZh, nameEn }) => nameZh === nameEn)).toEqual([]);
  });
});
