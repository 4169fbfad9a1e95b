import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the browser loads for the sign-in page, before anything is prefetched: brotli bytes as served (P17). */
export function run(): Promise<void> {
  const root = 'dist/client';
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  );
  let total = 0;
  for (const name of named) {
    const file = join(root, name);
    const size = readdirSync(join(root, 'assets')).includes(`${name.split('/').pop()}.br`)
      ? statSync(`${file}.br`).size
      : statSync(file).size;
    total += size;
    process.stdout.write(`${(size / 1024).toFixed(1).padStart(8)} KB  ${name}\n`);
  }
  process.stdout.write(
    `P17 sign-in page: ${(total / 1024).toFixed(1)} KB brotli (bar 60, stretch 20)\n`,
  );
  return Promise.resolve();
}
