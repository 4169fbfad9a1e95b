import { expect, it } from 'vitest';
import { fieldFaults } from './field-faults.ts';

it('finds the messages of nested fields and says each once', () => {
  const errors = { change: { items: { 0: { amount: 'too much' }, 1: { amount: 'too much' } } } };
  expect(fieldFaults({ ...errors, reason: 'missing' })).toEqual(['too much', 'missing']);
});

it('finds nothing where no field is named', () => {
  expect(fieldFaults(undefined)).toEqual([]);
  expect(fieldFaults({})).toEqual([]);
});
