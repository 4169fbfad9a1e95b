import type { SimulationResult } from '#contract/simulations.ts';
import { impactsOf } from '#domain/outage-facts.ts';
import { benefits, planTypes, type Benefit, type PolicyRules } from '#domain/policy-types.ts';
import type { LineKey, LineOutcome } from '../compensation/line-outcome.ts';
import type { ValuedSide, Valuation } from '../compensation/valuation.ts';
import { histogramOf } from './histogram.ts';
import { addLines, noSums, type Sums } from './sums.ts';
import type { ClassTally, Tally } from './tally.ts';

export interface AreaName {
  code: string;
  nameZh: string;
  nameEn: string;
}

interface Needs {
  sides: readonly ValuedSide[];
  tally: Tally;
  classOfCode: Valuation['classOfCode'];
  /** The outage was open: its end is the present. */
  asOfNow: boolean;
  /** Null for an outage that was drawn. */
  outageId: string | null;
  policyIds: readonly (string | null)[];
  areaNames(codes: readonly string[]): Promise<readonly AreaName[]>;
}

type Totals = ReturnType<Tally['totals']>;

const MOST_CLASSES = 200;
/** More areas are told by the next larger ones. */
const MOST_AREAS = 60;

const pairOf = (sides: readonly Sums[]) => ({ a: sides[0] ?? noSums(), b: sides[1] ?? null });

/** What a simulation tells, from the groups that were added up. */
export async function resultOf(needs: Needs): Promise<SimulationResult> {
  const { sides, tally, asOfNow } = needs;
  const totals = tally.totals();
  const [first] = sides;
  if (first === undefined) throw new TypeError('a simulation has a side');
  const { outage, policy, snapshot } = first.pins;
  const { facts } = outage;
  const compares = sides.length > 1;
  const { gains, loses, unchanged, shifts } = shiftsOf(totals, compares);
  const results = sides.map((side, index) => sideOf(needs, totals, side, index));
  const [a, b] = results;
  if (a === undefined) throw new TypeError('a simulation has a side');
  return {
    currency: policy.rules.currency,
    exponent: policy.rules.exponent,
    outage: {
      id: needs.outageId,
      number: needs.outageId === null ? null : outage.number,
      title: facts.title,
      zone: facts.zone,
      services: impactsOf(outage.id, facts).map(({ service, severity, startAt, endAt }) => ({
        service,
        severity,
        startedAt: startAt,
        endedAt: endAt,
      })),
      areaCodes: facts.areaCodes,
      siteCodes: facts.siteCodes,
      responsibility: facts.responsibility,
      startedAt: facts.startedAt,
      endedAt: facts.endedAt ?? facts.startedAt,
      asOfNow,
    },
    snapshotAsOfAt: snapshot.asOfAt,
    affectedLines: totals.lines,
    ownBatches: first.ownBatches,
    a,
    b: b ?? null,
    ...{ gains, loses, unchanged },
    histogram: histogramOf(shifts),
    byPlanType: planTypes.flatMap((planType) => {
      const part = totals.byPlanType.get(planType);
      return part === undefined || part.lines === 0
        ? []
        : [{ planType, lines: part.lines, ...pairOf(part.sides) }];
    }),
    byArea: await areasOf(totals, needs),
    classes: classesOf(needs, totals, compares),
    classCount: totals.classes.length,
  };
}

function sideOf(needs: Needs, totals: Totals, side: ValuedSide, index: number) {
  const { pins, exposure } = side;
  const sums = totals.sides[index];
  const excluded = sums?.excluded ?? new Map<string, number>();
  const exclusions = [...excluded]
    .filter(([, lines]) => lines > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, lines]) => ({ reason, lines }));
  const hits = (counts: Map<Benefit, number> | undefined) =>
    benefits.flatMap((benefit) => {
      const lines = counts?.get(benefit) ?? 0;
      return lines > 0 ? [{ benefit, lines }] : [];
    });
  return {
    ...(sums?.sums ?? noSums()),
    policyId: needs.policyIds[index] ?? null,
    name: pins.policy.name,
    family: pins.policy.family,
    versionNo: needs.policyIds[index] == null ? null : pins.policy.versionNo,
    weightProfileName: pins.weightProfile.name,
    weightProfileVersionNo: pins.weightProfile.versionNo,
    items: sums?.items ?? 0,
    excluded: exclusions.reduce((n, { lines }) => n + lines, 0),
    exclusions: exclusions as SimulationResult['a']['exclusions'],
    capsHit: { episode: hits(sums?.episodeCaps), month: hits(sums?.monthCaps) },
    countsFromAt: exposure.startedAt,
    countsUntilAt: exposure.endedAt,
    otherBatches: side.others.length,
  };
}

/** Who gains, who loses and by how much; what lines get where nothing is compared. */
function shiftsOf(totals: Totals, compares: boolean) {
  const gains = { lines: 0, valueFen: 0 };
  const loses = { lines: 0, valueFen: 0 };
  if (!compares) return { gains, loses, unchanged: 0, shifts: totals.shifts };
  const shifts = new Map(totals.shifts);
  const unchanged = shifts.get(0) ?? 0;
  shifts.delete(0);
  for (const [shift, lines] of shifts) {
    const side = shift > 0 ? gains : loses;
    side.lines += lines;
    side.valueFen += shift * lines;
  }
  return { gains, loses, unchanged, shifts };
}

/** By district, or by the next larger areas while there are too many to read. */
async function areasOf(totals: Totals, needs: Needs): Promise<SimulationResult['byArea']> {
  let found = [...totals.byArea].filter(([, { lines }]) => lines !== 0);
  for (const digits of [4, 2]) {
    if (found.length <= MOST_AREAS) break;
    const merged: typeof totals.byArea = new Map();
    for (const [code, part] of found) {
      const wider = code.slice(0, digits).padEnd(code.length, '0');
      const into = merged.get(wider) ?? { lines: 0, sides: part.sides.map(noSums) };
      merged.set(wider, into);
      into.lines += part.lines;
      into.sides.forEach((sums, index) => join(sums, part.sides[index]));
    }
    found = [...merged];
  }
  const named = await needs.areaNames(found.map(([code]) => code));
  const names = new Map(named.map((one) => [one.code, one]));
  return found
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { lines, sides }]) => ({
      ...(names.get(code) ?? { code, nameZh: code, nameEn: code }),
      lines,
      ...pairOf(sides),
    }));
}

function join(sums: Sums, more: Sums | undefined): void {
  if (more === undefined) return;
  sums.lines += more.lines;
  sums.valueFen += more.valueFen;
  for (const benefit of benefits) sums.amounts[benefit] += more.amounts[benefit];
}

function classesOf(needs: Needs, totals: Totals, compares: boolean): SimulationResult['classes'] {
  const weight = ({ valueFen: [a = 0, b = 0] }: ClassTally) => (compares ? Math.abs(b - a) : a);
  return totals.classes
    .filter(({ lines }) => lines > 0)
    .sort(
      (one, other) =>
        weight(other) - weight(one) || other.lines - one.lines || byCode(one.keys, other.keys),
    )
    .slice(0, MOST_CLASSES)
    .map((one) => {
      const [a, b] = one.keys.map((key, index) => perLine(needs.tally.outcomeOf(index, key)));
      return {
        ...describe(needs, one.keys),
        lines: one.lines,
        perLine: { a: a ?? perLine({ reason: null, items: [], valueFen: 0 }), b: b ?? null },
        aValueFen: one.valueFen[0] ?? 0,
        bValueFen: one.valueFen[1] ?? null,
        gains: one.gains,
        loses: one.loses,
      };
    });
}

/** So that equal classes stand in one order however they were read. */
const byCode = (one: readonly LineKey[], other: readonly LineKey[]): number =>
  one.reduce(
    (order, { code, coverage }, index) =>
      order || code - (other[index]?.code ?? 0) || coverage - (other[index]?.coverage ?? 0),
    0,
  );

function perLine(outcome: LineOutcome) {
  const sums = noSums();
  addLines(sums, outcome, 1);
  return { amounts: sums.amounts, valueFen: sums.valueFen, reason: outcome.reason };
}

/** The facts that the lines of a class share: where the bands of both sides overlap. */
function describe({ sides, classOfCode }: Needs, keys: readonly LineKey[]) {
  const facts = keys.map(({ code }, index) => classOfCode(code, rulesOf(sides, index)));
  const [first] = facts;
  if (first === undefined) throw new TypeError('a class has facts');
  const fee = facts.map(({ feeBand, monthlyFeeFen }, index) =>
    monthlyFeeFen === null
      ? bandOf(
          rulesOf(sides, index).factors.feeBands.map((band) => band.fromFen),
          feeBand,
        )
      : { from: monthlyFeeFen, until: monthlyFeeFen + 1 },
  );
  const left = facts.flatMap(({ remainingBand }, index) =>
    typeof remainingBand === 'number'
      ? [
          bandOf(
            rulesOf(sides, index).factors.remainingBands.map((band) => band.fromPerMille),
            remainingBand,
          ),
        ]
      : [],
  );
  const { from, until } = overlap(left);
  return {
    planType: first.planType,
    paymentType: first.paymentType,
    feeFen: overlap(fee),
    remainingBand:
      typeof first.remainingBand === 'number'
        ? { index: first.remainingBand, fromPerMille: from, toPerMille: until }
        : { special: first.remainingBand },
  };
}

interface Band {
  from: number;
  until: number | null;
}

const bandOf = (starts: readonly number[], index: number): Band => ({
  from: starts[index] ?? 0,
  until: starts[index + 1] ?? null,
});

function overlap(bands: readonly Band[]): Band {
  const ends = bands.flatMap(({ until }) => until ?? []);
  return {
    from: Math.max(0, ...bands.map(({ from }) => from)),
    until: ends.length === 0 ? null : Math.min(...ends),
  };
}

function rulesOf(sides: readonly ValuedSide[], index: number): PolicyRules {
  const rules = sides[index]?.pins.policy.rules;
  if (rules === undefined) throw new TypeError('a side too many');
  return rules;
}
