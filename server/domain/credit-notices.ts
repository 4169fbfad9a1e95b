import type { MessageLanguage, MessageValues } from './message-text.ts';
import {
  benefitWords,
  dataWords,
  dayWords,
  serviceWords,
  type BenefitAmounts,
} from './message-words.ts';
import type { Zone } from './time.ts';
import type { Service } from './weight-bands.ts';

/** What a batch pays for, as its notices name it. */
export interface PaidOutage {
  zone: Zone;
  startedAt: number;
  services: readonly Service[];
  /** Exclusive end of what data credits are good for; null: no data. */
  dataValidUntilAt: number | null;
}

/** Data alone, data with more, or no data: only data has a last day. */
export function creditTemplateOf(amounts: BenefitAmounts): 'O5' | 'O5A' | 'O5B' {
  const data = (amounts.data ?? 0) > 0;
  const more = [amounts.voice, amounts.money, amounts.validity].some((one) => (one ?? 0) > 0);
  if (!data) return 'O5B';
  return more ? 'O5A' : 'O5';
}

/** What the variables of a message about credits stand for. */
export function creditValues(
  paid: PaidOutage,
  amounts: BenefitAmounts,
  language: MessageLanguage,
  around: { now: number; hotline: string },
): MessageValues {
  const { zone, dataValidUntilAt } = paid;
  const values: MessageValues = {
    date: dayWords(zone, paid.startedAt, around.now, language),
    services: serviceWords(paid.services, language),
    hotline: around.hotline,
  };
  const benefits = benefitWords(amounts, language);
  if (benefits !== '') values.benefits = benefits;
  if ((amounts.data ?? 0) > 0) {
    values.data = dataWords(amounts.data ?? 0, language);
    // The last day on which it may be used.
    if (dataValidUntilAt !== null)
      values.expiry = dayWords(zone, dataValidUntilAt - 1, around.now, language);
  }
  return values;
}
