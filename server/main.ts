import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { ConfigError, readConfig, type Config } from './config.ts';
import { launch } from './launch.ts';
import { announcement } from './seed/announce.ts';
import { systemWorld } from './world.ts';

/** The folder of package.json: one up from the source, two up from the build. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

async function main(): Promise<void> {
  const config = configOrExit();
  const root = projectRoot();
  const log = pino({ level: config.logLevel });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const launched = await launch({
    config,
    world: systemWorld(),
    log,
    version,
    clientDir: join(root, 'dist/client'),
  });
  process.stdout.write(announcement(launched));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Whatever still hangs after this is left to the leases.
    setTimeout(() => process.exit(1), 15_000).unref();
    void launched.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`Redress could not start: ${explain(error)}\n`);
  process.exit(1);
});

function explain(error: unknown): string {
  const { code, message, port } = error as { code?: string; message?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `port ${String(port)} is in use. Set REDRESS_PORT (console) or REDRESS_GATEWAY_PORT (simulated gateway) to a free one.`;
  if (code === 'ECONNREFUSED')
    return `the database does not answer. Check DATABASE_URL. (${String(message)})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
