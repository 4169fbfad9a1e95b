import type { ClientFeature } from '../layout/feature.ts';

export const feature: ClientFeature = {
  nav: [],
};
