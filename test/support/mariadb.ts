import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrivateMariadb {
  /** `mysql://root@127.0.0.1:<port>` without a database name. */
  url: string;
  stop(): Promise<void>;
}

const SERVER = [
  '/usr/sbin/mariadbd',
  '/usr/local/sbin/mariadbd',
  '/opt/homebrew/bin/mariadbd',
].find(existsSync);

export const hasMariadb = SERVER !== undefined;

/** A MariaDB of our own on a free port in a temporary folder; gone without a trace when stopped. */
export async function startMariadb(): Promise<PrivateMariadb> {
  if (SERVER === undefined) throw new Error('MariaDB is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'redress-mariadb-'));
  const data = join(folder, 'data');
  const socket = join(folder, 's.sock');
  const port = await freePort();
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--user=${process.env['USER'] ?? 'root'}`,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'ignore' },
  );
  const server = spawn(
    SERVER,
    [
      '--no-defaults',
      `--user=${process.env['USER'] ?? 'root'}`,
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--log-error=${join(folder, 'error.log')}`,
      '--character-set-server=utf8mb4',
      '--default-time-zone=+00:00',
      '--innodb-flush-log-at-trx-commit=2',
      // Tables come and go by the thousand here; what a power cut would lose is thrown away anyway.
      '--loose-innodb-flush-method=nosync',
      '--loose-innodb-doublewrite=0',
      '--loose-innodb-file-per-table=0',
      '--max-connections=300',
      ...(process.env['REDRESS_TEST_MARIADB_ARGS'] ?? '').split(' ').filter(Boolean),
    ],
    { stdio: 'ignore' },
  );
  await untilReady(server, socket);
  return {
    url: `mysql://root@127.0.0.1:${port}`,
    async stop() {
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(server: ChildProcess, socket: string): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (server.exitCode !== null) throw new Error('the private MariaDB ended at once');
    try {
      execFileSync('mariadb-admin', ['--no-defaults', '-uroot', '-S', socket, 'ping'], {
        stdio: 'ignore',
      });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('the private MariaDB did not become ready');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
