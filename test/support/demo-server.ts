import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './mariadb.ts';

export interface DemoServer {
  url: string;
  gatewayUrl: string;
  /** One-time password by login, as printed at the first start. */
  passwords: ReadonlyMap<string, string>;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

interface DemoOptions {
  databaseUrl?: string;
  /** Kept when given: the next start goes on with it. */
  dataDir?: string;
}

/** The built product, started as a user starts it: a data folder, the demo in an empty one, its printed passwords. */
export async function startDemoServer(options: DemoOptions = {}): Promise<DemoServer> {
  if (!existsSync('dist/server/main.js')) throw new Error('build first: npm run build');
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'redress-demo-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: {
      PATH: process.env['PATH'],
      REDRESS_DATA_DIR: dataDir,
      REDRESS_PORT: String(port),
      REDRESS_GATEWAY_PORT: '0',
      REDRESS_GATEWAY_FAULT_PERCENT: '0',
      REDRESS_LOG_LEVEL: 'error',
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await untilAnnounced(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    gatewayUrl: /gateway at (http:\S+)/.exec(printed)?.[1] ?? '',
    passwords: passwordsIn(printed),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

const ACCOUNT = /^ {2}([a-z]+) +\w+ +\S+ +([a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5})$/gm;

function passwordsIn(printed: string): Map<string, string> {
  return new Map(
    [...printed.matchAll(ACCOUNT)].map(([, login = '', password = '']) => [login, password]),
  );
}

function untilAnnounced(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/\n {2}(auditor .*|Data kept .*)\n/.test(printed)) resolve(printed);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
  });
}
