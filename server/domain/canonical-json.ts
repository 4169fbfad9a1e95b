import { DomainError } from './errors.ts';

/** What can be written canonically: undefined is left out, numbers are safe integers. */
export type Canonical =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

const isList = (value: object): value is readonly Canonical[] => Array.isArray(value);

/**
 * JSON with sorted keys and no spaces: equal values give equal bytes on every engine and machine.
 * Numbers that are no safe integers are refused, as their text could differ.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new DomainError('invalid', 'errors.batches.notCanonical', {
      args: { value: String(value) },
    });
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${entries.join(',')}}`;
}
