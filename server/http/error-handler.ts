import type { ErrorRequestHandler, RequestHandler } from 'express';
import { DomainError, type ErrorKind } from '#domain/errors.ts';
import type { WireError } from '#contract/common.ts';
import { toDomainError } from '../db/driver-errors.ts';

export const STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition: 412,
  too_large: 413,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
};

/** Faults that Express and its body parsers throw themselves. */
function fromHttpError(error: unknown): DomainError | undefined {
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new DomainError('too_large', 'errors.tooLarge');
  if (status === 415) return new DomainError('malformed', 'errors.mediaType');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new DomainError('malformed', 'errors.malformed');
  return undefined;
}

export function wireErrorOf(error: DomainError, requestId: string): WireError {
  return {
    code: error.kind,
    message: error.key,
    ...(error.args === undefined ? {} : { args: { ...error.args } }),
    ...(error.fields === undefined ? {} : { errors: mutable(error.fields) }),
    requestId,
  };
}

function mutable(fields: NonNullable<DomainError['fields']>): NonNullable<WireError['errors']> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, fault]) => [
      field,
      fault.args === undefined
        ? { message: fault.message }
        : { message: fault.message, args: { ...fault.args } },
    ]),
  );
}

export const notFoundHandler: RequestHandler = (req, res) => {
  const body: WireError = {
    code: 'not_found',
    message: 'errors.notFound',
    requestId: String(req.id),
  };
  res.status(404).json(body);
};

/** Every refusal leaves here in one shape; what nobody foresaw is a 500 that only tells its request id. */
export const errorHandler: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error);
  const known = toDomainError(error);
  const domainError = known instanceof DomainError ? known : fromHttpError(error);
  const requestId = String(req.id);
  if (domainError === undefined) {
    req.log.error({ err: error }, 'request failed');
    const body: WireError = { code: 'internal', message: 'errors.internal', requestId };
    return void res.status(500).json(body);
  }
  if (domainError.kind === 'unavailable') req.log.warn({ err: domainError }, 'unavailable');
  if (domainError.kind === 'too_many' || domainError.kind === 'unavailable')
    res.setHeader('Retry-After', String(domainError.args?.['seconds'] ?? 5));
  res.status(STATUS[domainError.kind]).json(wireErrorOf(domainError, requestId));
};
