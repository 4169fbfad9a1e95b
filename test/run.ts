import { spawn } from 'node:child_process';
import { chromiumPath } from './support/chromium.ts';
import { hasMariadb } from './support/mariadb.ts';

/**
 * The one test command. Runs everything this machine can run, says loudly what it cannot, and with CI=true
 * refuses to leave anything out. `--deep` adds the long runs.
 */
const deep = process.argv.includes('--deep');
const strict = process.env['CI'] === 'true';
if (deep) {
  process.env['REDRESS_TEST_DEEP'] = 'on';
  process.env['REDRESS_TEST_STORIES'] ??= '60';
}

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

type Step = readonly [title: string, command: string, ...args: string[]];

/** Runs one step. Beside others its output waits until it ends, so that the lines of two never mix. */
function run([title, command, ...args]: Step, alone: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const heading = `\n── ${title} ──\n`;
    if (alone) process.stdout.write(heading);
    const child = spawn(command, args, {
      stdio: alone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const said: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('close', (code) => {
      if (!alone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...said]));
      resolve(code === 0);
    });
  });
}

/** Goes on after a fault, so that one run tells them all. */
async function inOrder(steps: readonly Step[]): Promise<boolean> {
  const passed: boolean[] = [];
  for (const step of steps) passed.push(await run(step, false));
  return passed.every(Boolean);
}

function endUnless(passed: boolean): void {
  if (!passed) process.exit(1);
}

const projects = [
  'unit',
  'api',
  'engines',
  ...(chromiumPath === undefined ? [] : ['e2e']),
  ...(deep ? ['deep'] : []),
];
const check = (name: string): Step => [name, 'npm', 'run', '--silent', `check:${name}`];
const build: Step = ['build', 'npm', 'run', '--silent', 'build'];
// The linter takes as long as all the others.
const checked = await Promise.all([
  inOrder([check('lint')]),
  inOrder([
    check('types'),
    check('format'),
    check('layers'),
    check('dead'),
    ...(chromiumPath === undefined ? [] : [build]),
  ]),
]);
endUnless(checked.every(Boolean));
const vitest = ['npx', '--no-install', 'vitest', 'run'] as const;
const which = ['--config', 'test/vitest.config.ts', '--root', '.'];
endUnless(
  await run(
    ['tests', ...vitest, ...which, ...projects.flatMap((name) => ['--project', name])],
    true,
  ),
);

if (deep)
  endUnless(await run(['mutation of the domain', 'npm', 'run', '--silent', 'mutation'], true));

if (missing.length > 0)
  process.stdout.write(
    `\n!! LEFT OUT on this machine, for want of:\n${missing.map((m) => `!!   - ${m}\n`).join('')}\n`,
  );
