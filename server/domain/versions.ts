import type { ActionContext } from './context.ts';
import { DomainError } from './errors.ts';
import type { VersionState } from './lifecycles.ts';

/** Somebody who edited a version. */
export interface Maker {
  id: string;
  name: string;
}

/** What every record that is published in versions carries. */
export interface Versioned {
  id: string;
  state: VersionState;
  /** Counts its writes, for compare-and-set; not the number people call it by. */
  version: number;
  makers: readonly Maker[];
  submittedBy: string | null;
}

export const makerOf = (ctx: ActionContext): Maker => ({ id: ctx.actor.id, name: ctx.actor.name });

export const withMaker = (makers: readonly Maker[], ctx: ActionContext): Maker[] =>
  makers.some(({ id }) => id === ctx.actor.id) ? [...makers] : [...makers, makerOf(ctx)];

/** Two pairs of eyes: whoever edited or handed in a version may not publish it. */
export const isOwnWork = ({ makers, submittedBy }: Versioned, ctx: ActionContext): boolean =>
  submittedBy === ctx.actor.id || makers.some(({ id }) => id === ctx.actor.id);

/** As its caller saw it, where they say which: `errors.notFound`, `errors.stale`. */
export function seenVersion<V extends Versioned>(found: V | undefined, version?: number): V {
  if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
  if (version !== undefined && found.version !== version)
    throw new DomainError('conflict', 'errors.stale');
  return found;
}
