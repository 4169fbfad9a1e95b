import type { SimulationResult } from '#contract/simulations.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';
import type { LineGroup } from '../compensation/line-groups.ts';
import type { ValuedSide, Valuation } from '../compensation/valuation.ts';
import { resultOf, type AreaName } from './result.ts';
import type { Asked } from './simulation-row.ts';
import { createTally } from './tally.ts';

interface Needs {
  valuation: Pick<Valuation, 'side' | 'lines' | 'outcomesOf' | 'classOfCode'>;
  areaNames(codes: readonly string[]): Promise<AreaName[]>;
}

/** After every id. */
const END = '~';

/** Works simulations out. Only reads: a snapshot does not change, so no transaction keeps others waiting. */
export function createRuns({ valuation, areaNames }: Needs) {
  const { lines } = valuation;

  async function sidesOf(pins: readonly StoredPins[]): Promise<ValuedSide[]> {
    const sides: ValuedSide[] = [];
    for (const one of pins) sides.push(await valuation.side(one));
    return sides;
  }

  function begin(sides: readonly ValuedSide[], asked: Asked) {
    const tally = createTally(sides.map(valuation.outcomesOf));
    const policyIds = [asked.aPolicyId, asked.bPolicyId];
    return {
      add: (groups: readonly LineGroup[]) => groups.forEach(tally.add),
      result: (): Promise<SimulationResult> =>
        resultOf({
          ...{ sides, tally, policyIds, areaNames },
          classOfCode: valuation.classOfCode,
          asOfNow: asked.asOfNow,
          outageId: asked.outageId,
        }),
    };
  }

  return {
    /** Affected lines, counted no further than `most`. */
    async countUpTo([first]: readonly StoredPins[], most: number): Promise<number> {
      return first === undefined ? 0 : lines.countUpTo(first, most);
    },

    /** All lines in one reading. */
    async atOnce(pins: readonly StoredPins[], asked: Asked): Promise<SimulationResult> {
      const sides = await sidesOf(pins);
      const run = begin(sides, asked);
      run.add(await lines.groups(sides));
      return run.result();
    },

    /**
     * Stretch by stretch along the snapshot; `go` hears how many of its lines were looked at, and says whether to go
     * on. Answers nothing when it said no.
     */
    async inStretches(
      pins: readonly StoredPins[],
      asked: Asked,
      go: (done: number, total: number) => Promise<boolean>,
    ): Promise<SimulationResult | undefined> {
      const sides = await sidesOf(pins);
      const run = begin(sides, asked);
      const [first] = pins;
      if (first === undefined) return undefined;
      const { id, lines: total } = first.snapshot;
      for (let done = 0, after = ''; ; done += lines.stretchLines) {
        if (!(await go(Math.min(done, total), total))) return undefined;
        const last = await lines.cutAfter(id, after, lines.stretchLines);
        const stretch = { after_line_id: after, last_line_id: last ?? END };
        run.add(await lines.groups(sides, stretch));
        if (last === undefined) return run.result();
        after = last;
      }
    },
  };
}

export type Runs = ReturnType<typeof createRuns>;
