export * from './weight-bands.ts';
export * from './compiled-profile.ts';
