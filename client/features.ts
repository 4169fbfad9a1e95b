import { feature as account } from './account/index.tsx';
import { feature as audit } from './audit/index.tsx';
import { feature as catalogue } from './catalogue/index.tsx';
import { feature as compensation } from './compensation/index.tsx';
import { feature as imports } from './imports/index.tsx';
import type { ClientFeature } from './layout/feature.ts';
import { feature as outages } from './outages/index.tsx';
import { feature as policies } from './policies/index.tsx';
import { feature as reports } from './reports/index.tsx';
import { feature as staff } from './staff/index.tsx';
import { feature as unsubscribes } from './unsubscribes/index.tsx';
import { feature as weights } from './weights/index.tsx';

/** Every feature of the console: light descriptors, whose pages are chunks of their own. */
export const features: readonly ClientFeature[] = [
  imports,
  unsubscribes,
  catalogue,
  outages,
  policies,
  weights,
  compensation,
  reports,
  staff,
  audit,
  account,
];
