import type { DataValidity } from './policy-vocabulary.ts';
import { endOfNextMonthAt, type Zone } from './time.ts';

const DAY_MS = 86_400_000;

/** Until when data that was approved at an instant may be used, exclusive. */
export const dataValidUntilAt = (validity: DataValidity, zone: Zone, approvedAt: number): number =>
  validity.kind === 'days'
    ? approvedAt + validity.days * DAY_MS
    : endOfNextMonthAt(zone, approvedAt);
