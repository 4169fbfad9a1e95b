export * from './policy-types.ts';
