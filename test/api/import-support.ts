import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ImportKind, ImportRecord } from '#contract/imports.ts';
import type { TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';

export const fixture = (name: string): Buffer<ArrayBuffer> =>
  Buffer.from(readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))));

export const codesIn = (name: string): Record<string, string> =>
  JSON.parse(fixture(name).toString('utf8')) as Record<string, string>;

export const uploadPath = (
  kind: ImportKind,
  fileName: string,
  more: Record<string, string> = {},
): string => `/api/imports?${new URLSearchParams({ kind, fileName, ...more }).toString()}`;

export async function upload(
  client: TestClient,
  kind: ImportKind,
  fileName: string,
  content: BodyInit = fixture(fileName),
  more: Record<string, string> = {},
): Promise<ImportRecord> {
  const reply = await client.upload<ImportRecord>(uploadPath(kind, fileName, more), content);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

/** Starts a phase, lets the jobs run, and answers what stands then. */
export async function run(
  app: TestApp,
  client: TestClient,
  file: Pick<ImportRecord, 'id' | 'version'>,
  phase: 'dry-run' | 'commit',
): Promise<ImportRecord> {
  const started = await client.post<ImportRecord>(`/api/imports/${file.id}/${phase}`, {
    version: file.version,
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  await app.work();
  return (await client.get<ImportRecord>(`/api/imports/${file.id}`)).body;
}

/** Upload and commit in one go. */
export async function land(
  app: TestApp,
  client: TestClient,
  kind: ImportKind,
  fileName: string,
  content?: BodyInit,
): Promise<ImportRecord> {
  const file = await upload(client, kind, fileName, content);
  const done = await run(app, client, file, 'commit');
  expect(done.state, JSON.stringify(done)).toBe('committed');
  return done;
}
