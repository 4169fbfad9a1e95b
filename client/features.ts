import { feature as account } from './account/index.tsx';
import { feature as audit } from './audit/index.tsx';
import { feature as catalogue } from './catalogue/index.tsx';
import { feature as compensation } from './compensation/index.tsx';
import { feature as imports } from './imports/index.tsx';
import type { ClientFeature } from './layout/feature.ts';
import { feature as outages } from './outages/index.tsx';
import { feature as policies } from './policies/index.tsx';
import { feature as recoveries } from './recoveries/index.tsx';
import { feature as reports } from './reports/index.tsx';
import { feature as simulation } from './simulation/index.tsx';
import { feature as staff } from './staff/index.tsx';
import { feature as unsubscribes } from './unsubscribes/index.tsx';
import { feature as bulk } from './bulk/index.tsx';
import { feature as causes } from './causes/index.tsx';
import { feature as clocks } from './clocks/index.tsx';
import { feature as inbox } from './inbox/index.tsx';
import { feature as integration } from './integration/index.tsx';
import { feature as limits } from './limits/index.tsx';
import { feature as lines } from './lines/index.tsx';
import { feature as notices } from './notices/index.tsx';
import { feature as systems } from './systems/index.tsx';
import { feature as views } from './views/index.tsx';
import { feature as weights } from './weights/index.tsx';

/** Every feature of the console: light descriptors, whose pages are chunks of their own. */
export const features: readonly ClientFeature[] = [
  imports,
  unsubscribes,
  views,
  systems,
  notices,
  lines,
  limits,
  integration,
  inbox,
  clocks,
  causes,
  bulk,
  catalogue,
  outages,
  policies,
  weights,
  compensation,
  simulation,
  recoveries,
  reports,
  staff,
  audit,
  account,
];
