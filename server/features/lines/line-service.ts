import type { ActionContext, Actor } from '#domain/context.ts';
import { invalidField } from '#domain/errors.ts';
import { maskMsisdn, normaliseMsisdn } from '#domain/msisdn.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LineStore } from './line-store.ts';

interface Needs {
  lines: Pick<LineStore, 'byNumber'>;
  audit: AuditTrail;
  /** Of these lines, those the actor may read. */
  readableOf(actor: Actor, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createLineService({ lines, audit, readableOf }: Needs) {
  return {
    /**
     * The line of a number in any way of writing it, or null. Audited whatever comes of it: with the line found, else
     * with the masked number, which is the same for a line the actor may not read and for a number nobody knows.
     * A text that can be no number is `invalid`; nothing is looked up then.
     */
    async lookup(ctx: ActionContext, written: string): Promise<{ id: string } | null> {
      const msisdn = normaliseMsisdn(written);
      if (msisdn === null) throw invalidField('msisdn', 'errors.lines.number');
      const line = await lines.byNumber(msisdn);
      const found =
        line !== undefined && (await readableOf(ctx.actor, [line.id])).has(line.id) ? line : null;
      await audit.record(ctx, {
        action: 'line.looked_up',
        subjectType: 'line',
        subjectId: found?.id ?? maskMsisdn(msisdn),
        detail: { found: found !== null },
      });
      return found === null ? null : { id: found.id };
    },
  };
}

export type LineService = ReturnType<typeof createLineService>;
