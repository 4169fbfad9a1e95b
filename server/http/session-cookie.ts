import type { Request, Response } from 'express';
import type { SessionCookie } from '../features/staff/session-routes.ts';

export interface CookieSettings {
  /** Whether the console is reached by https: then the cookie is `__Host-` and Secure. */
  tls: boolean;
  maxAgeMs: number;
}

const nameOf = (tls: boolean) => (tls ? '__Host-redress' : 'redress');

export function createSessionCookie(settings: CookieSettings): SessionCookie {
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure: settings.tls } as const;
  return {
    set: (res: Response, token: string) =>
      void res.cookie(nameOf(settings.tls), token, { ...options, maxAge: settings.maxAgeMs }),
    clear: (res: Response) => void res.clearCookie(nameOf(settings.tls), options),
  };
}

/** The session token of a request, or null. */
export function readSessionToken(req: Request, tls: boolean): string | null {
  const wanted = nameOf(tls);
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim();
  }
  return null;
}
