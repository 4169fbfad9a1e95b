import type { Request } from 'express';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { isSigned, SIGNATURE_HEADER } from '../security/signature.ts';

const GATEWAY: Actor = { id: 'gateway', name: 'gateway', role: 'system', areaCodes: [] };
const BEARER = /^Bearer +(\S{1,100})$/i;

/** The key of `Authorization: Bearer …`, or null. */
export function readKey(req: Request): string | null {
  return BEARER.exec(req.get('Authorization') ?? '')?.[1] ?? null;
}

/** The gateway, when the request bears its signature; null when it bears none. Throws for one that does not hold. */
export function signedBy(req: Request, secret: string, now: number): Actor | null {
  const header = req.get(SIGNATURE_HEADER);
  if (header === undefined) return null;
  const { bytes } = req as Request & { bytes?: Buffer };
  if (isSigned(secret, header, bytes ?? Buffer.alloc(0), now)) return GATEWAY;
  throw new DomainError('unauthenticated', 'errors.keys.signature');
}
