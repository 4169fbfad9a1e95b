import type { ClientFeature } from './layout/feature.ts';

/** Every feature of the console: light descriptors, whose pages are chunks of their own. */
export const features: readonly ClientFeature[] = [];
