import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import { MAX_EVIDENCE_FILES, type EvidenceRecord } from '#contract/evidence.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { zipOf } from '#test/support/zip.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n');
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const draft = {
  title: 'Fibre cut by a digger',
  zone: 'Asia/Shanghai',
  services: [{ service: 'data', severity: 'full' }],
  areaCodes: ['320102'],
  cause: 'fibre_cut',
  responsibility: 'third_party',
  startedLocal: '2026-10-10T17:30',
  endedLocal: '2026-10-10T23:15',
};

onEachEngine('Evidence', (engine) => {
  let app: TestApp;
  let ops: TestClient;
  let otherOps: TestClient;
  let manager: TestClient;
  let outage: OutageShow;

  beforeAll(async () => {
    app = await startApp({ engine });
    ops = await app.signIn('network_ops');
    otherOps = await app.signIn('network_ops', 'secondops');
    manager = await app.signIn('manager');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    outage = (await ops.post<OutageShow>('/api/outages', draft)).body;
  });

  const send = (name: string, bytes: Buffer<ArrayBuffer>, client = ops) =>
    client.upload<EvidenceRecord & WireError>(`/api/outages/${outage.id}/evidence`, bytes, {
      'x-file-name': encodeURIComponent(name),
    });
  const show = async () => (await ops.get<OutageShow>(`/api/outages/${outage.id}`)).body;
  const files = async () =>
    (await ops.get<EvidenceRecord[]>(`/api/outages/${outage.id}/evidence`)).body;
  const stored = (hash: string) => join(app.filesDir, hash.slice(0, 2), hash);

  it('is named by its hash in a new revision, and lets a manager agree without a note', async () => {
    const refused = await manager.post<WireError>(`/api/outages/${outage.id}/agree`, {
      version: outage.version,
    });
    expect(refused.body.errors).toHaveProperty('evidenceNote');
    const reply = await send('现场照片 1.jpg', JPEG);
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.body).toMatchObject({
      fileName: '现场照片 1.jpg',
      sha256: sha256(JPEG),
      firstRevision: 2,
    });
    const now = await show();
    expect(now.revision).toBe(2);
    expect(now.revisions.at(-1)?.facts.evidenceIds ?? now.evidenceIds).toEqual([sha256(JPEG)]);
    expect(now.revisions.flatMap(({ changes }) => changes.map(({ field }) => field))).toEqual([
      'evidenceIds',
    ]);
    const agreed = await manager.post<OutageShow>(`/api/outages/${outage.id}/agree`, {
      version: now.version,
    });
    expect(agreed.status, JSON.stringify(agreed.body)).toBe(200);
    // The same bytes again are the file that is there.
    expect((await send('again.jpg', JPEG)).body.id).toBe(reply.body.id);
    expect((await show()).agreedBy).not.toBeNull();
  });

  it('is refused when the bytes are not what the name says, and leaves nothing behind', async () => {
    const html = Buffer.from('<script>alert(1)</script>');
    for (const [name, bytes, code] of [
      ['page.html', html, 'errors.evidence.ending'],
      ['report.pdf', html, 'errors.evidence.content'],
      ['photo.png', JPEG, 'errors.evidence.content'],
      ['notes.txt', Buffer.from([65, 0, 66]), 'errors.evidence.content'],
      [
        'sheet.xlsx',
        zipOf(['[Content_Types].xml', 'word/document.xml']),
        'errors.evidence.content',
      ],
      [
        'letter.docx',
        zipOf(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']),
        'errors.evidence.content',
      ],
      ['report.pdf', Buffer.alloc(0), 'errors.evidence.empty'],
      ['/../../', PDF, 'errors.evidence.name'],
    ] as const) {
      const reply = await send(name, bytes);
      expect([name, reply.body.message]).toEqual([name, code]);
    }
    const large = Buffer.alloc(20 * 1024 * 1024 + 1, 'a');
    expect((await send('large.txt', large)).status).toBe(413);
    expect(await files()).toEqual([]);
    const arriving = join(app.filesDir, 'arriving');
    expect(existsSync(arriving) ? readdirSync(arriving) : []).toEqual([]);
    expect((await show()).revision).toBe(1);
  });

  it('is taken as PDF, picture, office file or text in either encoding', async () => {
    const gb = Buffer.from('b9e2c0c2b1bbcdda', 'hex');
    for (const [name, bytes] of [
      ['a.pdf', PDF],
      ['b.docx', zipOf(['[Content_Types].xml', 'word/document.xml'])],
      ['c.xlsx', zipOf(['[Content_Types].xml', 'xl/workbook.xml'])],
      ['d.csv', gb],
      ['e.txt', Buffer.from('光缆被挖断')],
    ] as const)
      expect([name, (await send(name, bytes)).status]).toEqual([name, 201]);
  });

  it('comes back only as a download under a harmless name, and is never shown', async () => {
    const name = '..\\..\\etc/pass"wd\r\nSet-Cookie: x=1;\u202egnp.report’s.pdf';
    const { body } = await send(name, PDF);
    expect(body.fileName).not.toMatch(/[\\/"\r\n\u202e]/u);
    const reply = await app
      .signIn('auditor')
      .then((auditor) => auditor.get<string>(`/api/evidence/${body.id}/file`));
    expect(reply.status).toBe(200);
    expect(reply.body).toBe(PDF.toString());
    const { headers } = reply;
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%~!-]+$/,
    );
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('is not given out when its bytes are no longer what they were', async () => {
    const { body } = await send('report.pdf', Buffer.from('%PDF-1.4 damaged later'));
    writeFileSync(stored(body.sha256), '%PDF-1.4 something else');
    const reply = await ops.get<WireError>(`/api/evidence/${body.id}/file`);
    expect([reply.status, reply.body.message]).toEqual([503, 'errors.evidence.damaged']);
  });

  it('stays in the record when it is withdrawn, and leaves the facts', async () => {
    const { body } = await send('wrong.pdf', PDF);
    const withdrawn = await ops.post<EvidenceRecord>(`/api/evidence/${body.id}/withdraw`, {
      reason: 'Of another site',
    });
    expect(withdrawn.body).toMatchObject({ withdrawnReason: 'Of another site', firstRevision: 2 });
    expect(await show()).toMatchObject({ revision: 3, evidenceIds: [] });
    expect((await ops.get(`/api/evidence/${body.id}/file`)).status).toBe(200);
    const again = await ops.post<WireError>(`/api/evidence/${body.id}/withdraw`, { reason: 'x' });
    expect(again.status).toBe(409);
  });

  it('added after confirmation waits for the next correction', async () => {
    await ops.put(`/api/outages/${outage.id}`, { version: outage.version, responsibility: 'own' });
    const { version } = await show();
    const confirmed = await manager.post<OutageShow>(`/api/outages/${outage.id}/confirm`, {
      version,
    });
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    const { body } = await send('late.pdf', PDF);
    expect(body.firstRevision).toBeNull();
    const after = await show();
    expect(after).toMatchObject({ state: 'confirmed', revision: 2 });
    const corrected = await ops.post<OutageShow>(`/api/outages/${outage.id}/correct`, {
      version: after.version,
      reason: 'Police report came in',
      responsibility: 'third_party',
    });
    expect(corrected.body).toMatchObject({ revision: 3, evidenceIds: [sha256(PDF)] });
    expect((await files())[0]?.firstRevision).toBe(3);
  });

  it('is open only to those whose areas the outage lies in, and added by network staff alone', async () => {
    const { body } = await send('report.pdf', PDF);
    await app.db('staff').where({ login: 'secondops' }).update({ area_codes: '["440100"]' });
    const elsewhere = await app.signIn('network_ops', 'secondops');
    expect((await elsewhere.get(`/api/evidence/${body.id}/file`)).status).toBe(404);
    expect((await elsewhere.get(`/api/outages/${outage.id}/evidence`)).status).toBe(404);
    expect((await send('more.pdf', PDF, elsewhere)).status).toBe(404);
    expect((await send('more.pdf', PDF, manager)).status).toBe(403);
    expect(otherOps.session).toBeDefined();
    const administrator = await app.signIn('administrator');
    expect((await administrator.get(`/api/evidence/${body.id}/file`)).status).toBe(403);
  });

  it(`is at most ${MAX_EVIDENCE_FILES} files of an outage`, async () => {
    for (let n = 0; n < MAX_EVIDENCE_FILES; n += 1)
      expect((await send(`${n}.txt`, Buffer.from(`page ${n}`))).status).toBe(201);
    const reply = await send('more.txt', Buffer.from('one more'));
    expect([reply.status, reply.body.message]).toEqual([409, 'errors.evidence.tooMany']);
  });
});
