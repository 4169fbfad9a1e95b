import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type {
  CalendarFileTry,
  CalendarRecord,
  CalendarVersionRecord,
  MeasureResult,
} from '#contract/weights.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

type Reply = CalendarVersionRecord & WireError;

onEachEngine('calendars', (engine) => {
  let app: TestApp;
  let editor: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    editor = await app.signIn('network_ops');
    manager = await app.signIn('manager');
  });
  afterAll(() => app.close());

  const draftOf = async (calendarId: string, more = {}) =>
    editor.post<Reply>('/api/calendar-versions', { calendarId, ...more });

  const put = (draft: CalendarVersionRecord, body: object) =>
    editor.put<Reply>(`/api/calendar-versions/${draft.id}`, { version: draft.version, ...body });

  const verb = (client: TestClient, seen: CalendarVersionRecord, name: string, more = {}) =>
    client.post<Reply>(`/api/calendar-versions/${seen.id}/${name}`, {
      version: seen.version,
      ...more,
    });

  const calendar = async (id: string) =>
    (await editor.get<CalendarRecord>(`/api/calendars/${id}`)).body;

  async function publish(draft: CalendarVersionRecord): Promise<CalendarVersionRecord> {
    const submitted = (await verb(editor, draft, 'submit')).body;
    const published = await verb(manager, submitted, 'publish');
    expect(published.status).toBe(200);
    return published.body;
  }

  /** New Year's Eve 2026, an hour on each side of midnight, by the shipped profile. */
  const measureTurn = async () => {
    const [profile] = await app.db<{ id: string }>('weight_profiles').select('id');
    const from = Date.parse('2026-12-31T23:00:00+08:00');
    return editor.get<MeasureResult & WireError>(
      `/api/weight-profiles/${profile?.id ?? ''}/measure?from=${from}&until=${from + 7_200_000}&zone=Asia/Shanghai`,
    );
  };

  it('ship as published first versions, and say nothing of a year they do not know', async () => {
    const china = await calendar('CN');
    expect(china).toMatchObject({ versionNo: 1, open: null, weekend: [6, 7] });
    expect(await calendar('none')).toMatchObject({ versionNo: 1, years: {} });
    const turn = await measureTurn();
    expect(turn.status).toBe(422);
    expect(turn.body).toMatchObject({
      message: 'errors.calendar.yearMissing',
      args: { year: '2027' },
    });
    const year = await editor.get<WireError>('/api/calendars/CN/years/2027');
    expect(year.body.message).toBe('errors.calendar.yearMissing');
  });

  it('take a year into a draft that nobody weighs by until a second person publishes it', async () => {
    const draft = (await draftOf('CN')).body;
    expect(draft).toMatchObject({ state: 'draft', versionNo: 2, basedOnNo: 1 });
    expect((await draftOf('CN')).body.id).toBe(draft.id);
    expect((await verb(editor, draft, 'submit')).body.message).toBe('errors.calendar.nothingNew');
    const faulty = await put(draft, {
      years: {
        2027: {
          holidays: ['2027-01-01', '2027-02-30', '2028-01-01'],
          makeupWorkdays: ['2027-01-01', '2027-01-04', '2027-01-03'],
        },
      },
    });
    expect(faulty.status).toBe(422);
    expect(Object.entries(faulty.body.errors ?? {}).map(([at, f]) => [at, f.message])).toEqual([
      ['years.2027.holidays.1', 'errors.calendar.badDate'],
      ['years.2027.holidays.2', 'errors.calendar.otherYear'],
      ['years.2027.makeupWorkdays.0', 'errors.calendar.dateTwice'],
      ['years.2027.makeupWorkdays.1', 'errors.calendar.notWeekend'],
    ]);
    const edited = (
      await put(draft, { years: { 2027: { holidays: ['2027-01-01'], makeupWorkdays: [] } } })
    ).body;
    expect(Object.keys(edited.years)).toHaveLength(24);
    expect((await put(draft, { name: 'late' })).body.message).toBe('errors.stale');
    expect((await measureTurn()).status).toBe(422);

    const submitted = (await verb(editor, edited, 'submit')).body;
    expect((await calendar('CN')).open).toMatchObject({ versionNo: 2, state: 'submitted' });
    const inbox = await manager.get<{ items: { to: string }[] }>('/api/inbox');
    expect(JSON.stringify(inbox.body)).toContain(`/calendar-versions/${draft.id}/show`);
    expect((await verb(editor, submitted, 'publish')).status).toBe(403);
    await app.db('staff').where({ login: 'networkops' }).update({ role: 'manager' });
    const own = await verb(editor, submitted, 'publish');
    await app.db('staff').where({ login: 'networkops' }).update({ role: 'network_ops' });
    expect(own.body.message).toBe('errors.calendar.ownPublish');
    const published = (await verb(manager, submitted, 'publish')).body;
    expect(published.state).toBe('published');
    expect((await put(published, { name: 'late' })).body.message).toBe('errors.calendar.notDraft');

    expect(await calendar('CN')).toMatchObject({ versionNo: 2, open: null });
    const { body } = await measureTurn();
    expect(body.pieces.map((piece) => piece.dayKind)).toEqual(['workday', 'holiday']);
    expect(body.calendar).toEqual({ id: 'CN', versionNo: 2 });
    const first = await app.db('calendar_versions').where({ calendar_id: 'CN', version_no: 1 });
    expect(first[0]).toMatchObject({ state: 'retired' });
  });

  it('read a file first, name what is wrong line by line, and take only a clean one', async () => {
    const draft = (await draftOf('CN')).body;
    const send = <T>(path: string, body: object) =>
      editor.post<T & WireError>(`/api/calendar-versions/${draft.id}/${path}`, body);
    const faulty = 'date,kind\n2028-01-01,holiday\n2028-02-30,holiday\n2028-01-04,班\n2028-01-08,?';
    const tried = (await send<CalendarFileTry>('try-file', { text: faulty })).body;
    expect(tried.faults.map(({ at, message }) => [at, message])).toEqual([
      ['3', 'errors.calendar.badDate'],
      ['5', 'errors.calendar.badKind'],
      ['4', 'errors.calendar.notWeekend'],
    ]);
    const refused = await send('file', { version: draft.version, text: faulty });
    expect(refused.body).toMatchObject({
      message: 'errors.calendar.fileFaulty',
      args: { count: 3 },
    });
    const text = JSON.stringify({
      years: {
        2027: { holidays: ['2027-01-01', '2027-01-02'], makeupWorkdays: ['2027-01-03'] },
        2028: { holidays: ['2028-01-01'], makeupWorkdays: [] },
      },
    });
    const clean = (await send<CalendarFileTry>('try-file', { text })).body;
    expect(clean.years.map(({ year, known, changes }) => [year, known, changes.length])).toEqual([
      ['2027', true, 2],
      ['2028', false, 0],
    ]);
    const untouched = await editor.get<CalendarVersionRecord>(`/api/calendar-versions/${draft.id}`);
    expect(untouched.body).toEqual(draft);
    const taken = await send<CalendarVersionRecord>('file', {
      version: draft.version,
      text,
      years: ['2028'],
    });
    expect(taken.body.years['2027']?.holidays).toEqual(['2027-01-01']);
    expect(taken.body.years['2028']?.holidays).toEqual(['2028-01-01']);
    await publish(taken.body);
  });

  it('of other countries have a weekend of their own, and are named by profiles once published', async () => {
    expect((await draftOf('AE')).body.errors).toHaveProperty('name');
    expect((await draftOf('none')).body.message).toBe('errors.calendar.plain');
    const draft = (await draftOf('AE', { name: 'Emirates', weekend: [5, 6] })).body;
    expect(await calendar('AE')).toMatchObject({ versionNo: 0, versionId: null, years: {} });
    const named = async () => {
      const [profile] = await app.db<{ id: string }>('weight_profiles').select('id');
      const copy = await editor.post<{ id: string; version: number }>('/api/weight-profiles', {
        name: `AE ${app.world.nextId()}`,
        basedOnId: profile?.id,
      });
      return editor.put<WireError & { id: string }>(`/api/weight-profiles/${copy.body.id}`, {
        version: copy.body.version,
        calendarId: 'AE',
      });
    };
    expect((await named()).body.errors).toHaveProperty('calendarId');
    // 8 August 2026 is a Saturday: off by nature there, so that it can be worked.
    const ics = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20260101',
      'DTEND;VALUE=DATE:20260103',
      'SUMMARY:New Year',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20260808',
      'SUMMARY:Make-up workday',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    const taken = (await verb(editor, draft, 'file', { text: ics })).body;
    expect(taken.years).toEqual({
      2026: { holidays: ['2026-01-01', '2026-01-02'], makeupWorkdays: ['2026-08-08'] },
    });
    await publish(taken);
    const profile = await named();
    expect(profile.status).toBe(200);
    const from = Date.parse('2026-08-07T10:00:00Z');
    const { body } = await editor.get<MeasureResult>(
      `/api/weight-profiles/${profile.body.id}/measure?from=${from}&until=${from + 48 * 3_600_000}&zone=UTC`,
    );
    expect([...new Set(body.pieces.map((piece) => `${piece.localDate} ${piece.dayKind}`))]).toEqual(
      ['2026-08-07 weekend', '2026-08-08 makeup_workday', '2026-08-09 workday'],
    );
  });

  it('gain what the product brings without losing what is under way', async () => {
    const draft = (await draftOf('CN')).body;
    const years = { 2031: { holidays: ['2031-01-01'], makeupWorkdays: [] } };
    const edited = (await put(draft, { years })).body;
    await app.features.inTransaction((f) => f.calendars.ensureSampleYear(testContext, 'CN', 2030));
    await app.features.inTransaction((f) => f.calendars.ensureSampleYear(testContext, 'CN', 2030));
    const now = await calendar('CN');
    expect(now.years['2030']?.sample).toBe(true);
    expect((await put(edited, {})).body.message).toBe('errors.stale');
    const { body } = await editor.get<CalendarVersionRecord>(`/api/calendar-versions/${draft.id}`);
    expect(body.basedOnId).toBe(now.versionId);
    await publish(body);
    const after = await calendar('CN');
    expect(Object.keys(after.years)).toEqual(expect.arrayContaining(['2030', '2031']));
  });

  it('write one audit event for every change, by whom and what', async () => {
    const actions = (await app
      .db('audit_events')
      .where({ subject_type: 'calendar' })
      .whereNot({ actor_id: 'system' })
      .pluck('action')) as string[];
    expect(new Set(actions)).toEqual(
      new Set(
        ['drafted', 'changed', 'imported', 'submitted', 'published', 'retired'].map(
          (action) => `calendar.${action}`,
        ),
      ),
    );
  });
});
