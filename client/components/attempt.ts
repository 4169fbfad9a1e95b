import { DomainError } from '#domain/errors.ts';

/** A refusal of the domain, to be worded by the client. */
export interface Refusal {
  key: string;
  args: Record<string, unknown>;
}

/** Runs a calculation of the domain; its refusal is an answer, any other fault is not. */
export function attempt<T>(
  run: () => T,
): { value: T; refusal: null } | { value: null; refusal: Refusal } {
  try {
    return { value: run(), refusal: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { value: null, refusal: { key: error.key, args: { ...error.args } } };
  }
}
