import type { ComponentType, LazyExoticComponent, ReactElement } from 'react';
import type { Permission } from '#domain/permissions.ts';
import type { IconName } from '../components/Icon.tsx';

/** Groups of the rail, in their order; `inbox` stands above them without a head. */
export const navGroups = ['inbox', 'work', 'outages', 'compensation', 'insight', 'system'] as const;
export type NavGroup = (typeof navGroups)[number];

export interface NavItem {
  group: NavGroup;
  /** A path of a list or route: `/cases`, `/dashboard`. */
  to: string;
  /** A key of the messages, e.g. `shell.nav.queue`. */
  labelKey: string;
  icon: IconName;
  /** Who sees the page; null means everyone who is signed in. */
  permission: Permission | null;
  /** The key of GET /api/counts whose number stands at the right. */
  countKey?: string;
  /** The number asks for action now: shown in red. */
  urgent?: boolean;
  /** Order within the group; 50 unless told. */
  order?: number;
  /** Further paths that belong to it, though they do not begin with its own. */
  also?: readonly string[];
  /** Entries of its own below it, where the rail is wide. */
  below?: Page;
}

type Page = ComponentType | LazyExoticComponent<ComponentType>;

/** A react-admin resource; pages are `lazy(...)` components, so that each is its own chunk. */
export interface FeatureResource {
  name: string;
  list?: Page;
  show?: Page;
  create?: Page;
  edit?: Page;
  /** Who may open its pages: list and show, create and edit. Left out means whoever is signed in. */
  access?: { read?: Permission; write?: Permission };
  recordRepresentation?: string | ((record: Record<string, unknown>) => string);
  /** Further routes below /<name>/…: <Route path=":id/approve" element={…} />. */
  children?: ReactElement | ReactElement[];
}

export interface FeatureRoute {
  path: string;
  element: ReactElement;
}

/** What every client/<feature>/index.tsx exports as `feature`. */
export interface ClientFeature {
  resources?: readonly FeatureResource[];
  routes?: readonly FeatureRoute[];
  nav: readonly NavItem[];
}
