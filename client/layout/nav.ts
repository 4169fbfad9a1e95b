import { navGroups } from './feature.ts';
import type { ClientFeature, NavGroup, NavItem } from './feature.ts';

/** The pages a person may open, in the rail's order. */
export function visibleNav(
  features: readonly ClientFeature[],
  permissions: readonly string[],
): { group: NavGroup; items: NavItem[] }[] {
  const items = features
    .flatMap((feature) => feature.nav)
    .filter((item) => item.permission === null || permissions.includes(item.permission))
    .sort((a, b) => (a.order ?? 50) - (b.order ?? 50));
  return navGroups
    .map((group) => ({ group, items: items.filter((item) => item.group === group) }))
    .filter(({ items: own }) => own.length > 0);
}

/** Where the first page of a role is: the first of its rail below the inbox, or its own account. */
export function firstPage(
  features: readonly ClientFeature[],
  permissions: readonly string[],
): string {
  const groups = visibleNav(features, permissions).filter(({ group }) => group !== 'inbox');
  return groups[0]?.items[0]?.to ?? '/account';
}

/** The page of the rail that an address belongs to: the longest path that begins it. */
export function navItemAt(features: readonly ClientFeature[], path: string): NavItem | undefined {
  return features
    .flatMap((feature) => feature.nav)
    .flatMap((item) => [item.to, ...(item.also ?? [])].map((to) => ({ item, to })))
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0]?.item;
}
