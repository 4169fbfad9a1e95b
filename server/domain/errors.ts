/** The kinds of refusal the product knows; `http/error-handler` gives each its status. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition'
  | 'too_large'
  | 'invalid'
  | 'too_many'
  | 'unavailable';

export type MessageArgs = Readonly<Record<string, string | number>>;

/** A fault of one field: a stable message key, translated by the client. */
export interface FieldFault {
  message: string;
  args?: MessageArgs;
}

interface DomainErrorOptions {
  args?: MessageArgs;
  fields?: Record<string, FieldFault>;
  cause?: unknown;
}

/** The one error type of the product. `key` is stable and translated by the client. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly key: string;
  readonly args: MessageArgs | undefined;
  readonly fields: Record<string, FieldFault> | undefined;

  constructor(kind: ErrorKind, key: string, options: DomainErrorOptions = {}) {
    super(key, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.kind = kind;
    this.key = key;
    this.args = options.args;
    this.fields = options.fields;
  }
}

/** An `invalid` error that names one field. */
export function invalidField(field: string, message: string, args?: MessageArgs): DomainError {
  const fault: FieldFault = args === undefined ? { message } : { message, args };
  return new DomainError('invalid', 'errors.invalid', { fields: { [field]: fault } });
}
