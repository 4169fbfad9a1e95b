import { performance } from 'node:perf_hooks';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import type { CompiledProfile } from '#domain/weights.ts';
import { compileProfile, defaultBands, weightedTotal } from '#domain/weights.ts';

const calls = 1_000_000;
const rounds = 7;
const hourMs = 3_600_000;

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Nanoseconds per call; the starts wander over two days so that nothing can be foreseen. */
function measure(compiled: CompiledProfile, startAt: number, lengthMs: number): number {
  let sink = 0;
  const from = performance.now();
  for (let call = 0; call < calls; call += 1) {
    const start = startAt + ((call * 7_919_000) % (48 * hourMs));
    sink += weightedTotal(compiled, start, start + lengthMs);
  }
  const spent = performance.now() - from;
  if (sink <= 0) throw new Error('nothing was measured');
  return (spent / calls) * 1e6;
}

/**
 * P12: weighted duration of 365 days against 1 hour with the profile compiled. The year crosses a
 * year's end, so it needs two tables.
 */
export async function run(): Promise<void> {
  const zone = createZone('Asia/Shanghai');
  const compiled = compileProfile(defaultBands, chinaCalendar(), zone);
  const startAt = parseLocal(zone, '2025-03-03 17:30');
  const hours: number[] = [];
  const years: number[] = [];
  measure(compiled, startAt, hourMs);
  measure(compiled, startAt, 365 * 24 * hourMs);
  for (let round = 0; round < rounds; round += 1) {
    hours.push(measure(compiled, startAt, hourMs));
    years.push(measure(compiled, startAt, 365 * 24 * hourMs));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const ratios = years.map((year, round) => year / (hours[round] ?? NaN));
  const ns = (value: number): string => `${value.toFixed(0)} ns`;
  console.log(
    `P12 weighted duration: 365 d ÷ 1 h = ${median(ratios).toFixed(2)} (bar 3, stretch 1.5); ` +
      `1 h ${ns(median(hours))}, 365 d ${ns(median(years))} (bar 1000 ns, stretch 100 ns)`,
  );
}
