import { z } from 'zod';
import { compensatedWords, effectKinds } from '#domain/outage-effects.ts';
import { epochMs, localDate } from './common.ts';

/** What an outage led to, summed over its days. Sorted by kind, then compensated, not, not known. */
export const outageEffect = z.object({
  kind: z.enum(effectKinds),
  compensated: z.enum(compensatedWords),
  /** Complaints, lines ported out, or answers. */
  count: z.int(),
  /** Mean of the answers in hundredths, 0 to 1,000; null unless satisfaction. */
  scoreHundredths: z.int().nullable(),
});

/** GET /api/outages/:id/effects. */
export const outageEffects = z.object({
  sums: z.array(outageEffect),
  /** The local days they lie between; null without any. */
  firstOn: localDate.nullable(),
  lastOn: localDate.nullable(),
  importedAt: epochMs.nullable(),
});
export type OutageEffects = z.infer<typeof outageEffects>;
