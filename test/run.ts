import { spawnSync } from 'node:child_process';
import { chromiumPath } from './support/chromium.ts';
import { hasMariadb } from './support/mariadb.ts';

/**
 * The one test command. Runs everything this machine can run, says loudly what it cannot, and with CI=true
 * refuses to leave anything out. `--deep` adds the long runs.
 */
const deep = process.argv.includes('--deep');
const strict = process.env['CI'] === 'true';
if (deep) process.env['REDRESS_TEST_DEEP'] = 'on';

const missing = [
  ...(hasMariadb ? [] : ['MariaDB (mariadb-server): the MariaDB half of the API and engine tests']),
  ...(chromiumPath === undefined ? ['Chromium: the browser journey'] : []),
];
if (missing.length > 0 && strict) {
  process.stderr.write(
    `CI refuses to leave tests out. Missing:\n${missing.map((m) => `  - ${m}\n`).join('')}`,
  );
  process.exit(1);
}

function run(title: string, command: string, args: string[]): void {
  process.stdout.write(`\n── ${title} ──\n`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const projects = [
  'unit',
  'api',
  'engines',
  ...(chromiumPath === undefined ? [] : ['e2e']),
  ...(deep ? ['deep'] : []),
];
run('check', 'npm', ['run', '--silent', 'check']);
if (chromiumPath !== undefined) run('build', 'npm', ['run', '--silent', 'build']);
run('tests', 'npx', [
  '--no-install',
  'vitest',
  'run',
  '--config',
  'test/vitest.config.ts',
  '--root',
  '.',
  ...projects.flatMap((name) => ['--project', name]),
]);

if (deep) run('mutation of the domain', 'npm', ['run', '--silent', 'mutation']);

if (missing.length > 0)
  process.stdout.write(
    `\n!! LEFT OUT on this machine, for want of:\n${missing.map((m) => `!!   - ${m}\n`).join('')}\n`,
  );
