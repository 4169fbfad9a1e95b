import type { ActionContext, Actor } from '#domain/context.ts';
import type { FieldFault } from '#domain/errors.ts';
import type { EffectStore, OutageEffect } from './effect-store.ts';

/** One row of a file; the outage is named by its number. */
export type EffectLanding = Omit<OutageEffect, 'outageId'> & { outageNumber: string };

export interface EffectFate {
  outcome: 'landed' | 'known' | 'refused';
  faults: Record<string, FieldFault>;
}

interface Needs {
  store: EffectStore;
  /** Whether a person narrowed to areas may know of an outage. */
  reaches(actor: Actor, outage: { areaCodes: string[] }): boolean;
}

const refused = (field: string, message: string, args: FieldFault['args']): EffectFate => ({
  outcome: 'refused',
  faults: { [field]: { message, ...(args === undefined ? {} : { args }) } },
});

/** Effects from a file: each finds its outage, and what stands here already is left as it is. */
export function createEffectLanding({ store, reaches }: Needs) {
  return async function landEffects(
    ctx: ActionContext,
    rows: readonly EffectLanding[],
    options: { importId?: string; demo?: boolean; dryRun?: boolean } = {},
  ): Promise<EffectFate[]> {
    const numbers = [...new Set(rows.map(({ outageNumber }) => outageNumber))];
    const outages = await store.outagesOf(numbers);
    const effects = rows.map((row): OutageEffect | EffectFate => {
      const { outageNumber, ...effect } = row;
      const outage = outages.get(outageNumber);
      // What lies elsewhere is not told apart from what is not there.
      if (outage === undefined || !reaches(ctx.actor, outage))
        return refused('outageNumber', 'rejects.outageUnknown', { text: outageNumber });
      if (effect.effectOn < outage.startedOn)
        return refused('date', 'rejects.beforeOutage', { date: outage.startedOn });
      return { ...effect, outageId: outage.id };
    });
    const sound = effects.filter((one) => 'outageId' in one);
    const changed = new Set(await store.changed(sound));
    if (options.dryRun !== true) await store.write([...changed], options);
    return effects.map((one) => {
      if (!('outageId' in one)) return one;
      return { outcome: changed.has(one) ? 'landed' : 'known', faults: {} };
    });
  };
}

export type LandEffects = ReturnType<typeof createEffectLanding>;
