import type { NavCounts } from '#contract/cases.ts';
import type { Actor } from '#domain/context.ts';
import { roleMay, type Permission } from '#domain/permissions.ts';

/** Where numbers of the navigation come from: a feature's counts, for those who may read it. */
export interface CountSource {
  permission: Permission;
  counts(actor: Actor): Promise<Record<string, number>>;
}

/** The numbers beside the navigation's entries; entries the role may not read have none. */
export function createNavCounts(sources: readonly CountSource[]) {
  return async (actor: Actor): Promise<NavCounts> => {
    const readable = sources.filter(
      (source) => actor.role === 'system' || roleMay(actor.role, source.permission),
    );
    const parts = await Promise.all(readable.map((source) => source.counts(actor)));
    return Object.assign({}, ...parts) as NavCounts;
  };
}
