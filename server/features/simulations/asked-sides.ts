import type { z } from 'zod';
import type { drawnOutage, simulateBody } from '#contract/simulations.ts';
import { inAreas } from '#domain/area-range.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import { policyFaults } from '#domain/policy-faults.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';
import type { OutageSource, PolicySource } from '../compensation/batch-sources.ts';
import type { Valuation } from '../compensation/valuation.ts';
import type { Asked } from './simulation-row.ts';

export type SimulateInput = z.output<typeof simulateBody>;
type Drawn = z.output<typeof drawnOutage>;
type AskedSide = SimulateInput['a'];

export interface AskedNeeds {
  valuation: Pick<Valuation, 'outage' | 'policyInForceAt' | 'pins' | 'assertCalculable'>;
  policy(id: string): Promise<PolicySource | undefined>;
  drawnFacts(draft: Drawn): OutageFacts;
  now(): number;
}

export type SimulatedOutage = Omit<OutageSource, 'state' | 'demo'> & { asOfNow: boolean };

const DRAWN = 'drawn';
const MOST_MS = 366 * 86_400_000;

function refuse(field: string, fault: FieldFault): never {
  throw new DomainError('invalid', fault.message, { fields: { [field]: fault } });
}

/** Facts as they are now: an outage that is still going on ends at this second. */
export function asOf(outage: OutageSource, at: number): SimulatedOutage {
  const { facts } = outage;
  if (facts.endedAt !== null) return { ...outage, asOfNow: false };
  const endedAt = Math.floor(at / 1000) * 1000;
  if (endedAt <= facts.startedAt)
    throw new DomainError('conflict', 'errors.simulations.notBegun', {
      args: { number: outage.number },
    });
  return { ...outage, facts: { ...facts, endedAt }, asOfNow: true };
}

/** What a request asks for: an outage, and the pins of one side or two. Refuses what cannot be worked out. */
export function createAskedSides(needs: AskedNeeds) {
  const { valuation } = needs;

  async function outageOf(ctx: ActionContext, input: SimulateInput): Promise<SimulatedOutage> {
    if (input.drawn !== undefined) return drawn(ctx, input.drawn);
    return asOf(await valuation.outage(ctx, input.outageId ?? ''), needs.now());
  }

  function drawn(ctx: ActionContext, draft: Drawn): SimulatedOutage {
    const facts = needs.drawnFacts(draft);
    if (facts.areaCodes.length === 0) refuse('areaCodes', { message: 'errors.outages.noArea' });
    for (const [index, code] of facts.areaCodes.entries())
      if (!inAreas(code, ctx.actor.areaCodes))
        refuse(`areaCodes.${index}`, { message: 'errors.outages.areaNotYours', args: { code } });
    const lasted = (facts.endedAt ?? 0) - facts.startedAt;
    if (lasted <= 0) refuse('endedLocal', { message: 'errors.time.endBeforeStart' });
    if (lasted > MOST_MS)
      refuse('endedLocal', { message: 'errors.outages.tooLong', args: { days: 366 } });
    return { id: DRAWN, number: '', revision: 0, facts, asOfNow: false };
  }

  /** The version in force comes with the profile that a batch would weigh with. */
  async function policyOf(
    side: AskedSide,
    field: string,
    startedAt: number,
  ): Promise<PolicySource> {
    if ('policyId' in side) {
      const policy = await needs.policy(side.policyId);
      if (policy === undefined) refuse(field, { message: 'errors.simulations.policyUnknown' });
      const standing = await inForceOrNone(startedAt);
      return standing?.id === policy.id ? standing : policy;
    }
    const [fault] = policyFaults(side.rules);
    if (fault !== undefined) refuse(`${field}.rules.${fault.field}`, fault);
    const standing = await valuation.policyInForceAt(startedAt);
    return {
      id: '',
      family: standing.family,
      name: side.name ?? '',
      versionNo: 0,
      rules: side.rules,
      weightProfileId: side.weightProfileId ?? standing.weightProfileId,
    };
  }

  async function inForceOrNone(at: number): Promise<PolicySource | undefined> {
    try {
      return await valuation.policyInForceAt(at);
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  return async (ctx: ActionContext, input: SimulateInput) => {
    const { asOfNow, ...outage } = await outageOf(ctx, input);
    const asked = input.b == null ? [input.a] : [input.a, input.b];
    const pins: StoredPins[] = [];
    for (const [index, side] of asked.entries()) {
      const policy = await policyOf(side, index === 0 ? 'a' : 'b', outage.facts.startedAt);
      const one = await valuation.pins(outage, policy);
      valuation.assertCalculable(one);
      pins.push(one);
    }
    const [a, b] = pins.map((one) => one.policy.rules);
    if (b !== undefined && (a?.currency !== b.currency || a.exponent !== b.exponent))
      refuse('b', {
        message: 'errors.simulations.currencies',
        args: { a: a?.currency ?? '', b: b.currency },
      });
    const idOf = (side: AskedSide | null | undefined) =>
      side != null && 'policyId' in side ? side.policyId : null;
    const kept: Asked = {
      outageId: input.outageId ?? null,
      drawn: input.drawn ?? null,
      aPolicyId: idOf(input.a),
      bPolicyId: idOf(input.b),
      asOfNow,
    };
    return { asked: kept, pins };
  };
}
