import type { z } from 'zod';
import type { OutageCauses, outageCausesBody } from '#contract/outages.ts';
import type { ActionContext } from '#domain/context.ts';
import type { FieldFault } from '#domain/errors.ts';
import type { Responsibility } from '#domain/exposure.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CauseStore } from './cause-store.ts';
import type { Cause } from './default-causes.ts';
import { refuse } from './outage-draft.ts';

export interface CauseServiceNeeds {
  store: CauseStore;
  audit: Pick<AuditTrail, 'record'>;
}

/** The editable list of causes, each with the responsibility first assumed. */
export function createCauseService({ store, audit }: CauseServiceNeeds) {
  async function write(ctx: ActionContext, version: number, causes: Cause[]): Promise<void> {
    await store.save(version, causes);
    await audit.record(ctx, {
      action: 'outage_causes.changed',
      subjectType: 'setting',
      subjectId: 'outage.causes',
      detail: { causes },
    });
  }

  return {
    async list(): Promise<OutageCauses> {
      const { version, causes } = await store.list();
      return { version, causes: causes.map((cause) => ({ ...cause })) };
    },

    async save(ctx: ActionContext, input: z.output<typeof outageCausesBody>): Promise<void> {
      const faults: Record<string, FieldFault> = {};
      const seen = new Set<string>();
      for (const [index, { code, nameZh }] of input.causes.entries()) {
        if (seen.has(code)) faults[`causes.${index}.code`] = { message: 'errors.field.duplicate' };
        if (seen.has(`name ${nameZh}`))
          faults[`causes.${index}.nameZh`] = { message: 'errors.field.duplicate' };
        seen.add(code).add(`name ${nameZh}`);
      }
      refuse(faults);
      await write(ctx, input.version, input.causes);
    },

    /**
     * Codes for the words of an import, by code or name. A word that no cause has becomes one, with the
     * responsibility it came with: an operator's words are kept, and the list can be tidied later.
     */
    async codesOf(
      ctx: ActionContext,
      words: ReadonlyMap<string, Responsibility>,
      options: { dryRun: boolean },
    ): Promise<Map<string, string>> {
      const { version, causes } = await store.list();
      const codes = new Map<string, string>();
      const added: Cause[] = [];
      for (const [word, responsibility] of words) {
        const known = [...causes, ...added].find((cause) =>
          [cause.code, cause.nameZh, cause.nameEn].includes(word),
        );
        if (known === undefined)
          added.push({ code: word, nameZh: word, nameEn: word, responsibility });
        codes.set(word, known?.code ?? word);
      }
      if (added.length > 0 && !options.dryRun) await write(ctx, version, [...causes, ...added]);
      return codes;
    },
  };
}

export type CauseService = ReturnType<typeof createCauseService>;
