import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { systemWorld } from '#server/world.ts';
import { startApp, type TestApp } from '../app.ts';
import { TEST_KEY_SETTINGS } from '../constants.ts';
import type { EngineName } from '../engines.ts';
import { startWire, type Wire } from './wire.ts';

export interface Worker {
  wire: Wire;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  /** Sleeps where it stands, and wakes. */
  freeze(): void;
  wake(): void;
}

/** One database and one gateway that outlive every worker; the console runs here, the workers are the built product. */
export interface Installation {
  app: TestApp;
  engine: EngineName;
  sim: ReturnType<typeof createSimControl>;
  startWorker(): Promise<Worker>;
  /** Lets time pass for what lies in the tables: leases, dates, back-offs. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function startInstallation(engine: EngineName): Promise<Installation> {
  if (!existsSync('dist/server/main.js')) throw new Error('build first: npm run build');
  const still = { advance: refuse, set: refuse };
  const app = await startApp({ engine, world: { ...systemWorld(), ...still } });
  const dataDir = mkdtempSync(join(tmpdir(), 'redress-kill-'));
  const alive = new Map<ChildProcess, Wire>();
  return {
    app,
    engine,
    sim: createSimControl({ baseUrl: app.gatewayUrl }),
    async startWorker() {
      const wire = await startWire(app.gatewayUrl);
      const child = await spawnWorker(app, wire.url, dataDir);
      alive.set(child, wire);
      return {
        wire,
        async kill() {
          alive.delete(child);
          await ended(child);
          await wire.close();
        },
        freeze: () => void child.kill('SIGSTOP'),
        wake: () => void child.kill('SIGCONT'),
      };
    },
    pass: (ms) => passInTables(app, ms),
    async close() {
      for (const [child, wire] of alive) {
        await ended(child);
        await wire.close();
      }
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function refuse(): never {
  throw new Error('the clock of several processes is the machine’s');
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}

async function spawnWorker(app: TestApp, gatewayUrl: string, dataDir: string) {
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: {
      PATH: process.env['PATH'],
      ...TEST_KEY_SETTINGS,
      DATABASE_URL: app.databaseUrl,
      REDRESS_DATA_DIR: dataDir,
      REDRESS_ROLE: 'worker',
      REDRESS_PORT: '0',
      REDRESS_DEMO: 'off',
      REDRESS_AUTOMATIC_RESYNC: 'off',
      REDRESS_PROVISIONING_URL: gatewayUrl,
      REDRESS_BALANCE_URL: gatewayUrl,
      REDRESS_MESSAGING_URL: gatewayUrl,
      REDRESS_GATEWAY_TIMEOUT_MS: '60000',
      REDRESS_LOG_LEVEL: process.env['TEST_LOG'] ?? 'fatal',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (process.env['TEST_LOG'] !== undefined) process.stderr.write(chunk);
      if (chunk.toString().includes('Redress is running')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

/** Columns that say when something may go on. */
const DATES: readonly [table: string, columns: readonly string[]][] = [
  ['jobs', ['run_at', 'lease_until']],
  ['cases', ['not_before_at']],
  ['attempts', ['started_at']],
  ['system_shares', ['lease_until']],
  ['notices', ['next_at', 'claim_until']],
  ['schedules', ['next_at']],
];

async function passInTables({ db }: TestApp, ms: number): Promise<void> {
  for (const [table, columns] of DATES)
    for (const column of columns)
      await db(table)
        .where(column, '>', ms)
        .update({ [column]: db.raw('?? - ?', [column, ms]) });
}
