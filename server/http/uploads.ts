import type { Request, Response } from 'express';
import { DomainError } from '#domain/errors.ts';

export const declaredBytes = (req: Request): number | undefined => {
  const declared = Number(req.get('Content-Length'));
  return Number.isFinite(declared) ? declared : undefined;
};

/** A refused upload still comes in: it is read and dropped, so that the refusal can be read, and the line closed. */
export async function withRestOfBody<T>(
  req: Request,
  res: Response,
  take: () => Promise<T>,
): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (req.destroyed && !req.complete)
      throw new DomainError('malformed', 'errors.imports.brokenOff', { cause: error });
    if (!req.readableEnded) {
      res.setHeader('Connection', 'close');
      req.resume();
    }
    throw error;
  }
}
