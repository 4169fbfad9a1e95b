import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseRecord } from '#contract/cases.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const TEXTS = [
  '网关超时 seq=77120931',
  '网关超时 seq=99120000',
  'HLR 返回：用户未知 (code 5012)',
  '100%_完成\\ 却未停',
  'ＨＴＴＰ　504 上游无应答',
  '😀 用户取消',
];

onEachEngine('The search in the queue', (engine) => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    client = await app.signIn('supervisor');
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(
        testContext,
        TEXTS.map((rawText) => caseFacts({ rawText })),
      ),
    );
  });
  afterAll(() => app.close());

  async function found(q: string): Promise<string[]> {
    const query = new URLSearchParams({
      filter: JSON.stringify({ q }),
      sort: '["requestedAt","DESC"]',
    });
    const reply = await client.get<CaseRecord[]>(`/api/cases?${query.toString()}`);
    expect(reply.status).toBe(200);
    expect(Number(reply.headers.get('x-total-count'))).toBe(reply.body.length);
    return reply.body.map((row) => row.rawText).sort();
  }

  it('finds Chinese by any two neighbours in their order, and by one character', async () => {
    expect(await found('超时')).toHaveLength(2);
    expect(await found('停')).toEqual(['100%_完成\\ 却未停']);
    expect(await found('时超')).toEqual([]);
  });

  it('keeps texts that differ in a sequence number as one shape, and still finds by the number', async () => {
    const shapes = await app.db('raw_texts').where('body', 'like', '网关超时%');
    expect(shapes).toHaveLength(1);
    expect(await found('seq=7712')).toEqual(['网关超时 seq=77120931']);
  });

  it('reads full-width, capitals and mixed scripts alike', async () => {
    expect(await found('http 504')).toEqual(['ＨＴＴＰ　504 上游无应答']);
    expect(await found('hlr　返回')).toEqual(['HLR 返回：用户未知 (code 5012)']);
    expect(await found('504')).toEqual(['ＨＴＴＰ　504 上游无应答']);
  });

  it('takes what LIKE would read as a wildcard for what it is', async () => {
    expect(await found('%_完')).toEqual(['100%_完成\\ 却未停']);
    expect(await found('\\')).toEqual(['100%_完成\\ 却未停']);
    expect(await found('_')).toEqual(['100%_完成\\ 却未停']);
  });

  it('finds an emoji', async () => {
    expect(await found('😀')).toEqual(['😀 用户取消']);
  });

  it('finds by product, partner and ticket as well', async () => {
    expect(await found('手机')).toHaveLength(TEXTS.length);
    const ticket: { ticket_no: string } | undefined = await app
      .db('cases')
      .orderBy('ticket_no')
      .first('ticket_no');
    expect(await found(ticket?.ticket_no ?? '-')).toHaveLength(1);
  });

  it('gives cases from before the index their text', async () => {
    await app.db('cases').update({ raw_text_id: null });
    expect(await found('超时')).toEqual([]);
    await app.features.inTransaction((f) => f.textStore.fill());
    expect(await found('超时')).toHaveLength(2);
    expect(await app.features.inTransaction((f) => f.textStore.fill())).toBe(0);
  });
});
