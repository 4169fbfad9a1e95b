import type { z } from 'zod';
import { DomainError, type FieldFault, type MessageArgs } from '#domain/errors.ts';

type Issue = z.core.$ZodIssue;

/** The faults of a zod error by field path, as message keys the client translates. */
export function fieldFaults(error: z.ZodError, root = ''): Record<string, FieldFault> {
  const faults: Record<string, FieldFault> = {};
  for (const issue of error.issues) {
    for (const path of pathsOf(issue, root)) faults[path] ??= faultOf(issue);
  }
  return faults;
}

export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid', 'errors.invalid', { fields: fieldFaults(parsed.error) });
}

function pathsOf(issue: Issue, root: string): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => [...path, key].join('.') || root);
  return [path.join('.') || root];
}

function faultOf(issue: Issue): FieldFault {
  if (issue.message.startsWith('errors.')) return withArgs(issue.message, boundsOf(issue));
  switch (issue.code) {
    case 'invalid_type':
      return { message: issue.input === undefined ? 'errors.field.required' : 'errors.field.type' };
    case 'unrecognized_keys':
      return { message: 'errors.field.unknown' };
    case 'too_big':
      return withArgs('errors.field.tooBig', boundsOf(issue));
    case 'too_small':
      return withArgs('errors.field.tooSmall', boundsOf(issue));
    case 'invalid_value':
    case 'invalid_union':
      return { message: 'errors.field.value' };
    default:
      return { message: 'errors.field.format' };
  }
}

function boundsOf(issue: Issue): MessageArgs | undefined {
  if (issue.code === 'too_big') return { max: Number(issue.maximum) };
  if (issue.code === 'too_small') return { min: Number(issue.minimum) };
  return undefined;
}

function withArgs(message: string, args: MessageArgs | undefined): FieldFault {
  return args === undefined ? { message } : { message, args };
}
