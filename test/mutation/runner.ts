import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import type {
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { createServer, createServerModuleRunner, isRunnableDevEnvironment } from 'vite';
import { expect } from 'vitest';
import { createSuite } from './suite.ts';
import type { Test } from './suite.ts';

/**
 * Runs the tests of the pure domain for Stryker within one process. Every mutant gets freshly evaluated modules,
 * yet only of the test files that reach it, one after another until one fails: milliseconds where starting a
 * worker of vitest for each takes seconds.
 */

interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

const shared = globalThis as {
  __stryker__?: Instrumented;
  __suite__?: unknown;
};
const instrumented = (shared.__stryker__ ??= {});

const SUITE_ID = '\0suite';
/** What the first run found, kept in the sandbox: a worker started after a time-out has not seen it. */
const REACH_FILE = 'mutation-reach.json';

interface Reach {
  /** Test files in which a mutant is evaluated at all, by mutant. */
  files: Record<string, string[]>;
  /** Processor time that a test file takes; the quick ones go first. */
  milliseconds: Record<string, number>;
}

function testFiles(): string[] {
  const domain = readdirSync('server/domain').map((name) => `server/domain/${name}`);
  const policies = readdirSync('test')
    .filter((name) => name.startsWith('policy-'))
    .map((name) => `test/${name}`);
  return [...domain, ...policies].filter((file) => file.endsWith('.test.ts'));
}

async function createLoader(): Promise<(file: string) => Promise<Test[]>> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    ssr: { noExternal: [/sandbox/, 'vitest'] },
    plugins: [
      {
        name: 'plain-suite',
        enforce: 'pre',
        resolveId: (id) => (id === 'vitest' ? SUITE_ID : null),
        load: (id) =>
          id === SUITE_ID ? 'export const { describe, it, expect } = globalThis.__suite__;' : null,
      },
    ],
  });
  const { ssr } = server.environments;
  if (!isRunnableDevEnvironment(ssr)) throw new Error('modules cannot be evaluated here');
  const modules = createServerModuleRunner(ssr, {
    hmr: false,
    sourcemapInterceptor: false,
  });
  return async (file) => {
    const suite = createSuite();
    shared.__suite__ = { describe: suite.describe, it: suite.it, expect };
    modules.clearCache();
    await modules.import(path.resolve(file));
    return suite.collect();
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function failureOf(test: Test): Promise<string | null> {
  try {
    await test.run();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Ends a mutant that loops for ever. Stryker counts how often the mutant is hit and allows a hundred times the usual,
 * which lasts minutes where the code is used a lot, and sees nothing where the loop does not pass the mutant. So
 * every statement that reports itself as covered looks at the processor time now and then.
 */
class Watch {
  isLate = false;
  private deadline = Infinity;
  private reports = 0;

  begin(milliseconds: number): void {
    this.isLate = false;
    this.deadline = processorMs() + milliseconds;
    const look = (): void => {
      this.look();
    };
    const unread = {};
    instrumented.mutantCoverage = {
      perTest: {},
      get static() {
        look();
        return unread;
      },
    };
  }

  private look(): void {
    this.reports += 1;
    if (this.reports % 4096 !== 0 || processorMs() < this.deadline) return;
    this.isLate = true;
    throw new Error('it takes too long');
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What a file may take under a mutant, by what it takes without. */
const allowedMs = (usualMs: number): number => 1_000 + 2 * usualMs;

const idOf = (file: string, name: string): string => `${file}#${name}`;

/** Errors thrown while a file is loaded count as those of its first test. */
const LOADING = 'loading';

class DomainTestRunner implements TestRunner {
  private load: (file: string) => Promise<Test[]> = () => Promise.reject(new Error('not begun'));
  private reach: Reach | undefined;
  private readonly watch = new Watch();

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    process.env['TZ'] ??= 'America/New_York';
    process.env['REDRESS_TEST_CASES'] = '40';
    fc.configureGlobal({ seed: 20_261_122, endOnFailure: true });
    this.load = await createLoader();
  }

  async dryRun(): Promise<DryRunResult> {
    const reach: Reach = { files: {}, milliseconds: {} };
    const all: MutantCoverage = { static: {}, perTest: {} };
    const results: TestResult[] = [];
    instrumented.activeMutant = undefined;
    for (const file of testFiles()) {
      const begun = processorMs();
      const coverage: MutantCoverage = { static: {}, perTest: {} };
      instrumented.mutantCoverage = coverage;
      results.push(...(await this.resultsOf(file)));
      reach.milliseconds[file] = processorMs() - begun;
      const reached = [coverage.static, ...Object.values(coverage.perTest)].flatMap(Object.keys);
      for (const mutant of new Set(reached)) (reach.files[mutant] ??= []).push(file);
      Object.assign(all.static, coverage.static);
      Object.assign(all.perTest, coverage.perTest);
    }
    writeFileSync(REACH_FILE, JSON.stringify(reach));
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: all,
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation } = options;
    let nrOfTests = 0;
    for (const file of this.filesFor(options)) {
      instrumented.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
      instrumented.hitLimit = hitLimit;
      instrumented.hitCount = hitLimit === undefined ? undefined : 0;
      this.watch.begin(allowedMs(this.reach?.milliseconds[file] ?? 0));
      const tests = await this.loaded(file);
      instrumented.activeMutant = activeMutant.id;
      for (const test of tests) {
        const id = idOf(file, test.name);
        if (testFilter?.includes(id) === false && test.name !== LOADING) continue;
        nrOfTests += 1;
        const failureMessage = await failureOf(test);
        if (this.watch.isLate) return { status: MutantRunStatus.Timeout };
        const timedOut = determineHitLimitReached(instrumented.hitCount, hitLimit);
        if (timedOut !== undefined)
          return { status: MutantRunStatus.Timeout, reason: timedOut.reason };
        if (failureMessage === null) continue;
        return {
          status: MutantRunStatus.Killed,
          killedBy: [id],
          failureMessage,
          nrOfTests,
        };
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  private async resultsOf(file: string): Promise<TestResult[]> {
    const results: TestResult[] = [];
    for (const test of await this.load(file)) {
      const id = idOf(file, test.name);
      const begun = performance.now();
      instrumented.currentTestId = id;
      const failureMessage = await failureOf(test);
      instrumented.currentTestId = undefined;
      const result = {
        id,
        name: test.name,
        fileName: file,
        timeSpentMs: performance.now() - begun,
      };
      results.push(
        failureMessage === null
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage },
      );
    }
    return results;
  }

  /** A file that a mutant keeps from loading fails as its own only test. */
  private async loaded(file: string): Promise<Test[]> {
    try {
      return await this.load(file);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      return [{ name: LOADING, run: () => Promise.reject(failure) }];
    }
  }

  /** The file named after the mutated one first, then the quick before the slow. */
  private filesFor({ activeMutant, testFilter }: MutantRunOptions): string[] {
    this.reach ??= JSON.parse(readFileSync(REACH_FILE, 'utf8')) as Reach;
    const { files, milliseconds } = this.reach;
    const own = `${path.basename(activeMutant.fileName, '.ts')}.test.ts`;
    const costOf = (file: string): number =>
      path.basename(file) === own ? -1 : (milliseconds[file] ?? 0);
    const wanted =
      testFilter?.map((id) => id.slice(0, id.indexOf('#'))) ?? files[activeMutant.id] ?? [];
    return [...new Set(wanted)].sort((a, b) => costOf(a) - costOf(b));
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'domain', DomainTestRunner),
];
