import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MeasureResult, WeightProfileRecord } from '#contract/weights.ts';
import type { PolicyShow } from '#contract/policies.ts';
import type { WireError } from '#contract/common.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const workedExample = {
  from: Date.parse('2026-10-10T17:30:00+08:00'),
  until: Date.parse('2026-10-10T23:15:00+08:00'),
};

onEachEngine('weights, calendars and policies', (engine) => {
  let app: TestApp;
  let editor: TestClient;
  let secondEditor: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    editor = await app.signIn('network_ops');
    secondEditor = await app.signIn('network_ops', 'secondops');
    manager = await app.signIn('manager');
  });
  afterAll(() => app.close());

  const shipped = async (): Promise<WeightProfileRecord> => {
    const { data } = await editor.provider.getList<WeightProfileRecord>('weight-profiles', {
      filter: { state: 'published' },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'versionNo', order: 'ASC' },
    });
    const [first] = data;
    if (first === undefined) throw new Error('no profile installed');
    return first;
  };

  let copies = 0;
  async function draft(): Promise<WeightProfileRecord> {
    copies += 1;
    const { id } = await shipped();
    const reply = await editor.post<WeightProfileRecord>('/api/weight-profiles', {
      name: `2026-T${copies}`,
      basedOnId: id,
    });
    expect(reply.status).toBe(201);
    return reply.body;
  }

  const verb = (client: TestClient, profile: WeightProfileRecord, name: string, more = {}) =>
    client.post<WeightProfileRecord>(`/api/weight-profiles/${profile.id}/${name}`, {
      version: profile.version,
      ...more,
    });

  const measure = (id: string, { from, until } = workedExample, zone = 'Asia/Shanghai') =>
    editor.get<MeasureResult & WireError>(
      `/api/weight-profiles/${id}/measure?from=${from}&until=${until}&zone=${zone}`,
    );

  it('ships a profile that gives the worked example 6.875 weighted hours', async () => {
    const profile = await shipped();
    expect(profile).toMatchObject({ name: '2026-A', inForce: true, effectiveFromAt: 0 });
    const { body } = await measure(profile.id);
    expect(body.weightedPerMilleSeconds).toBe(6.875 * 3_600_000);
    expect(body.elapsedSeconds).toBe(345 * 60);
    expect(body.calendar).toEqual({ id: 'CN', versionNo: 1 });
    expect(body.pieces.map((piece) => [piece.dayKind, piece.seconds / 60])).toEqual([
      ['makeup_workday', 30],
      ['makeup_workday', 300],
      ['makeup_workday', 15],
    ]);
  });

  it('installs its defaults once, however often it starts', async () => {
    const { installDefaults } = await import('#server/seed/defaults.ts');
    const { testContext } = await import('#test/support/app.ts');
    await installDefaults(app.features, testContext);
    const rows = await app.db('policies').count({ n: '*' });
    expect(Number(rows[0]?.['n'])).toBe(1);
  });

  it('refuses to weigh a year the calendar does not know, and names it', async () => {
    const { id } = await shipped();
    const { status, body } = await measure(id, {
      from: Date.parse('2031-12-31T20:00:00+08:00'),
      until: Date.parse('2032-01-01T02:00:00+08:00'),
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: 'errors.calendar.yearMissing', args: { year: '2031' } });
  });

  it('names each faulty band and keeps the draft as it was', async () => {
    const profile = await draft();
    const bands = structuredClone(profile.bands);
    bands.default.weekend = [
      { from: 0, to: 600, weightPerMille: 1000 },
      { from: 660, to: 1440, weightPerMille: 1000 },
    ];
    const reply = await editor.put<WireError>(`/api/weight-profiles/${profile.id}`, {
      version: profile.version,
      bands,
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toEqual({
      'bands.default.weekend.1': {
        message: 'errors.weights.gap',
        args: { from: '10:00', to: '11:00' },
      },
    });
    const after = await editor.get<WeightProfileRecord>(`/api/weight-profiles/${profile.id}`);
    expect(after.body).toEqual(profile);
  });

  it('is published only by somebody who neither edited nor submitted it, then never changes', async () => {
    const made = await draft();
    const bands = structuredClone(made.bands);
    bands.default.weekend = [{ from: 0, to: 1440, weightPerMille: 2000 }];
    const edited = (
      await secondEditor.put<WeightProfileRecord>(`/api/weight-profiles/${made.id}`, {
        version: made.version,
        bands,
      })
    ).body;
    expect(edited.makers.map(({ name }) => name)).toEqual(['Test networkops', 'Test secondops']);
    expect((await verb(manager, edited, 'publish')).status).toBe(409);
    const submitted = (await verb(editor, edited, 'submit')).body;
    expect(submitted.submittedByName).toBe('Test networkops');
    expect((await verb(secondEditor, submitted, 'publish')).status).toBe(403);
    const returned = (await verb(manager, submitted, 'return', { reason: 'weekend too high' }))
      .body;
    expect(returned.state).toBe('draft');
    const again = (await verb(editor, returned, 'submit')).body;
    const past = await verb(manager, again, 'publish', { effectiveFromAt: app.world.now() - 1 });
    expect(past.status).toBe(422);
    const published = (await verb(manager, again, 'publish')).body;
    expect(published).toMatchObject({ state: 'published', inForce: true });
    expect(published.effectiveFromAt).toBe(app.world.now());
    const late = await editor.put<WireError>(`/api/weight-profiles/${made.id}`, {
      version: published.version,
      name: 'other',
    });
    expect(late.body.message).toBe('errors.weights.notDraft');

    const at = app.world.now();
    const before = await app.features.weightProfiles.profileInForceAt(at - 1);
    expect(before.name).toBe('2026-A');
    const profileOfBatch = async (startedAt: number) =>
      (await app.features.policies.policyInForceAt('standard', startedAt)).weightProfileId;
    expect(await profileOfBatch(at - 1)).toBe(before.id);
    expect(await profileOfBatch(at)).toBe(made.id);
    app.world.advance(1000);
    expect((await verb(manager, published, 'retire')).body.state).toBe('retired');
    expect((await app.features.weightProfiles.profileInForceAt(at)).id).toBe(made.id);
    expect((await app.features.weightProfiles.profileInForceAt(at + 1000)).name).toBe('2026-A');
  });

  it('does not let its maker publish a profile, whatever the role became', async () => {
    const made = await draft();
    const submitted = (await verb(secondEditor, made, 'submit')).body;
    await app.db('staff').where({ login: 'networkops' }).update({ role: 'manager' });
    const own = await verb(editor, submitted, 'publish');
    await app.db('staff').where({ login: 'networkops' }).update({ role: 'network_ops' });
    expect(own.status).toBe(403);
    expect((own.body as unknown as WireError).message).toBe('errors.weights.ownPublish');
  });

  it('keeps at least one profile in force', async () => {
    const reply = await verb(manager, await shipped(), 'retire');
    expect(reply.status).toBe(409);
    expect((reply.body as unknown as WireError).message).toBe('errors.weights.lastInForce');
  });

  it('refuses a second edit of the same version', async () => {
    const made = await draft();
    const rename = (name: string) =>
      editor.put<WeightProfileRecord>(`/api/weight-profiles/${made.id}`, {
        version: made.version,
        name,
      });
    const replies = await Promise.all([rename('left'), rename('right')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('shows the shipped policy with its rules and versions', async () => {
    const { data } = await manager.provider.getList('policies', {
      filter: { family: 'standard' },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'versionNo', order: 'DESC' },
    });
    const { body } = await manager.get<PolicyShow>(`/api/policies/${String(data[0]?.id)}`);
    expect(body).toMatchObject({ versionNo: 1, inForce: true, weightProfileName: '2026-A' });
    expect(body.rules.rate.terms[0]?.rate).toEqual({ kind: 'per_hour', amount: 100 });
    expect(body.versions).toHaveLength(1);
    await expect(app.features.policies.policyInForceAt('goodwill', 1)).rejects.toMatchObject({
      key: 'errors.policies.noneInForce',
    });
  });

  it('writes one audit event for every change of a profile', async () => {
    const events = await app
      .db('audit_events')
      .where({ subject_type: 'weight_profile' })
      .whereNot({ actor_id: 'system' })
      .pluck('action');
    expect(new Set(events)).toEqual(
      new Set([
        'weight_profile.copied',
        'weight_profile.changed',
        'weight_profile.submitted',
        'weight_profile.returned',
        'weight_profile.published',
        'weight_profile.retired',
      ]),
    );
  });
});
