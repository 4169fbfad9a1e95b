import type { Knex } from 'knex';
import type { OutageEffects } from '#contract/effects.ts';
import {
  compensatedWords,
  effectKinds,
  type Compensated,
  type EffectKind,
} from '#domain/outage-effects.ts';
import type { World } from '../../world.ts';

export interface OutageEffect {
  outageId: string;
  effectOn: string;
  kind: EffectKind;
  compensated: Compensated;
  effects: number;
  scoreHundredths: number | null;
}

type Row = Record<string, unknown>;

const CHUNK = 200;
const KEY = ['outage_id', 'effect_on', 'kind', 'compensated'] as const;

const keyOf = (effect: OutageEffect): string =>
  `${effect.outageId} ${effect.effectOn} ${effect.kind} ${effect.compensated}`;
const saysOf = (effect: OutageEffect): string => `${effect.effects} ${effect.scoreHundredths}`;

/** What outages made customers do, a row for each outage, day, kind and whether they were compensated. */
export function createEffectStore(db: Knex, world: World) {
  return {
    /** Outages by their numbers, those that exist. */
    async outagesOf(numbers: readonly string[]): Promise<Map<string, NumberedOutage>> {
      const found = new Map<string, NumberedOutage>();
      for (let start = 0; start < numbers.length; start += CHUNK) {
        const rows: Row[] = await db('outages')
          .whereIn('number', numbers.slice(start, start + CHUNK))
          .select('id', 'number', 'area_codes', 'started_on');
        for (const row of rows) found.set(String(row['number']), numberedOf(row));
      }
      return found;
    },

    /** Those that are new or differ from what stands here. */
    async changed(effects: readonly OutageEffect[]): Promise<OutageEffect[]> {
      const stored = new Map<string, string>();
      const ids = [...new Set(effects.map(({ outageId }) => outageId))];
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows = (await db('outage_effects').whereIn(
          'outage_id',
          ids.slice(start, start + CHUNK),
        )) as Row[];
        for (const row of rows) stored.set(keyOf(effectOf(row)), saysOf(effectOf(row)));
      }
      return effects.filter((effect) => stored.get(keyOf(effect)) !== saysOf(effect));
    },

    /** A later word about the same outage, day, kind and group replaces the earlier one. */
    async write(
      effects: readonly OutageEffect[],
      options: { importId?: string; demo?: boolean } = {},
    ): Promise<void> {
      // In the order of the key, so that two files landing at once cannot wait for each other.
      const sorted = [...effects].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      for (let start = 0; start < sorted.length; start += CHUNK)
        await db('outage_effects')
          .insert(
            sorted.slice(start, start + CHUNK).map((effect) => ({
              outage_id: effect.outageId,
              effect_on: effect.effectOn,
              kind: effect.kind,
              compensated: effect.compensated,
              effects: effect.effects,
              score_hundredths: effect.scoreHundredths,
              import_id: options.importId ?? null,
              demo: options.demo ?? false,
              updated_at: world.now(),
            })),
          )
          .onConflict([...KEY])
          .merge(['effects', 'score_hundredths', 'import_id', 'demo', 'updated_at']);
    },

    /** Summed over the days; the score is the mean of all answers. */
    async sumsOf(outageId: string): Promise<OutageEffects> {
      const rows: Row[] = await db('outage_effects')
        .where({ outage_id: outageId })
        .groupBy('kind', 'compensated')
        .select('kind', 'compensated')
        .select(
          db.raw('sum(effects) as n'),
          db.raw('sum(effects * coalesce(score_hundredths, 0)) as scores'),
          db.raw('min(effect_on) as first_on'),
          db.raw('max(effect_on) as last_on'),
          db.raw('max(updated_at) as imported_at'),
        );
      const days = (name: string) => rows.map((row) => String(row[name])).sort();
      const sums = rows.map(sumOf).sort((a, b) => rank(a) - rank(b));
      return {
        sums,
        firstOn: days('first_on')[0] ?? null,
        lastOn: days('last_on').at(-1) ?? null,
        importedAt:
          rows.length === 0 ? null : Math.max(...rows.map((row) => Number(row['imported_at']))),
      };
    },
  };
}

export type EffectStore = ReturnType<typeof createEffectStore>;

export interface NumberedOutage {
  id: string;
  areaCodes: string[];
  startedOn: string;
}

const numberedOf = (row: Row): NumberedOutage => ({
  id: String(row['id']),
  areaCodes: JSON.parse(String(row['area_codes'])) as string[],
  startedOn: String(row['started_on']),
});

const effectOf = (row: Row): OutageEffect => ({
  outageId: String(row['outage_id']),
  effectOn: String(row['effect_on']),
  kind: String(row['kind']) as EffectKind,
  compensated: String(row['compensated']) as Compensated,
  effects: Number(row['effects']),
  scoreHundredths: row['score_hundredths'] == null ? null : Number(row['score_hundredths']),
});

function sumOf(row: Row): OutageEffects['sums'][number] {
  const kind = String(row['kind']) as EffectKind;
  const count = Number(row['n']);
  const rated = kind === 'satisfaction' && count > 0;
  return {
    kind,
    compensated: String(row['compensated']) as Compensated,
    count,
    scoreHundredths: rated ? Math.round(Number(row['scores']) / count) : null,
  };
}

const rank = (sum: OutageEffects['sums'][number]): number =>
  effectKinds.indexOf(sum.kind) * compensatedWords.length +
  compensatedWords.indexOf(sum.compensated);
