import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/mariadb.ts';

/** P19: first start with the demo, and a second start of the migrated database, until `/readyz` says yes. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'redress-start-'));
  try {
    const first = await timeToReady(dataDir);
    const second = await timeToReady(dataDir);
    process.stdout.write(
      `First start with the demo: ${first.toFixed(0)} ms (the seed's bar is 5,000)\n`,
    );
    process.stdout.write(`P19 second start: ${second.toFixed(0)} ms (bar 1,500, stretch 700)\n`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function timeToReady(dataDir: string): Promise<number> {
  const [port, gateway] = [await freePort(), await freePort()];
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      REDRESS_DATA_DIR: dataDir,
      REDRESS_PORT: String(port),
      REDRESS_GATEWAY_PORT: String(gateway),
    },
  });
  try {
    for (;;) {
      if (child.exitCode !== null)
        throw new Error('the server ended: build it first (npm run build)');
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (r) => r.ok,
        () => false,
      );
      if (ready) return performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
}
