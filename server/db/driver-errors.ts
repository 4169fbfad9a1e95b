import { DomainError } from '#domain/errors.ts';

interface DriverError {
  errno?: number;
  code?: string;
}

/** Deadlock, lock wait, write conflict (MariaDB), cluster not ready: the whole transaction may be tried again. */
const RETRY_ERRNOS = new Set([1213, 1205, 1020, 1047]);

export function isRetryable(error: unknown): boolean {
  const { errno } = error as DriverError;
  return (errno !== undefined && RETRY_ERRNOS.has(errno)) || isSqliteBusy(error);
}

/** Another process has the file: `SQLITE_BUSY` or one of its kinds, such as `SQLITE_BUSY_SNAPSHOT`. */
export function isSqliteBusy(error: unknown): boolean {
  return (error as DriverError).code?.startsWith('SQLITE_BUSY') ?? false;
}

export function isUniqueViolation(error: unknown): boolean {
  const { errno, code } = error as DriverError;
  return (
    errno === 1062 || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

/** A driver's error as the product's own, or the error itself when it has no meaning for a user. */
export function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const { errno, code } = error as DriverError;
  if (isUniqueViolation(error))
    return new DomainError('conflict', 'errors.conflict', { cause: error });
  if (isRetryable(error)) return new DomainError('unavailable', 'errors.busy', { cause: error });
  if (errno === 4025 || errno === 3819 || code === 'SQLITE_CONSTRAINT_CHECK')
    return new DomainError('invalid', 'errors.invalid', { cause: error });
  if (code === 'ECONNREFUSED' || code === 'PROTOCOL_CONNECTION_LOST' || code === 'ETIMEDOUT')
    return new DomainError('unavailable', 'errors.unavailable', { cause: error });
  return error;
}
