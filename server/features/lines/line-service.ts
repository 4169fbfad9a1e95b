import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LineStore } from './line-store.ts';

interface Needs {
  lines: Pick<LineStore, 'byNumber'>;
  audit: AuditTrail;
}

export function createLineService({ lines, audit }: Needs) {
  return {
    /**
     * The line of a number in any way of writing it. Audited with the line found, never with the number.
     * A text that can be no number is `invalid`, a number nobody knows `not_found`.
     */
    async lookup(ctx: ActionContext, written: string): Promise<{ id: string }> {
      const msisdn = normaliseMsisdn(written);
      if (msisdn === null) throw invalidField('msisdn', 'errors.lines.number');
      const line = await lines.byNumber(msisdn);
      if (line === undefined) throw new DomainError('not_found', 'errors.notFound');
      await audit.record(ctx, {
        action: 'line.looked_up',
        subjectType: 'line',
        subjectId: line.id,
      });
      return { id: line.id };
    },
  };
}

export type LineService = ReturnType<typeof createLineService>;
