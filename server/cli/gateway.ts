import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startGatewaySim } from '#server/gateway-sim/sim.ts';
import { systemWorld } from '#server/world.ts';

const USAGE = `npm run gateway -- [--port 4010] [--data ./data/gateway.sqlite] [--seed 7] [--fault-rate 0.04]

Runs the simulated gateways by themselves on 127.0.0.1 until stopped.
  --port        0 takes any free port
  --data        the simulator's own database file, made when missing
  --seed        what it decides by itself follows from this number
  --fault-rate  share of orders that fail in the background, 0 to 1
`;

const options = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4_010),
  data: z.string().min(1).default('./data/gateway.sqlite'),
  seed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(7),
  'fault-rate': z.coerce.number().min(0).max(1).default(0.04),
});

async function main(): Promise<number> {
  const given = readArguments();
  if (given === null) return 2;
  const sim = await startGatewaySim({
    port: given.port,
    databaseUrl: `sqlite:${resolve(given.data)}`,
    seed: given.seed,
    faultRate: given['fault-rate'],
    world: systemWorld(),
  });
  process.stdout.write(`simulated gateways at ${sim.url} (seed ${given.seed})\n`);
  await stopSignal();
  await sim.close();
  return 0;
}

function readArguments(): z.infer<typeof options> | null {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      options: { port: string, data: string, seed: string, 'fault-rate': string },
    });
    return options.parse(values);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    process.stderr.write(`${reason}\n\n${USAGE}`);
    return null;
  }
}

async function stopSignal(): Promise<void> {
  await new Promise<void>((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
