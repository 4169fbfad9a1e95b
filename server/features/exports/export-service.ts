import type { ExportFormat } from '#contract/exports.ts';
import type { ActionContext } from '#domain/context.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseFilter } from '../unsubscribes/case-list.ts';
import type { CaseWalk } from '../unsubscribes/case-walk.ts';
import { caseColumns, caseExportColumns, resultColumns } from './case-columns.ts';
import type { ExportReads } from './export-reads.ts';
import { csvFile, xlsxFile, type ExportPart } from './export-table.ts';
import { exportWords } from './export-words.ts';
import { createTimeWriter } from './time-writer.ts';

interface Needs {
  reads: ExportReads;
  walk: Pick<CaseWalk, 'batches'>;
  parseFilter(raw: string): CaseFilter;
  audit: AuditTrail;
  zone: Zone;
  now(): number;
  nextId(): string;
}

interface Form {
  format: ExportFormat;
  lang: 'zh' | 'en';
}

/** A file on its way: its name, its pieces, and how many rows have been written into it. */
export interface ExportRun {
  id: string;
  name: string;
  what: Record<string, unknown>;
  pieces: AsyncIterable<string | Buffer>;
  rows(): number;
}

/** Files of all that a filter matches, made while they are read. */
export function createExportService(needs: Needs) {
  function runOf<Row>(
    form: Form,
    name: string,
    what: Record<string, unknown>,
    columns: readonly ExportPart<Row>[],
    batches: AsyncIterable<readonly Row[]>,
  ): ExportRun {
    let rows = 0;
    async function* counted(): AsyncGenerator<readonly Row[]> {
      for await (const batch of batches) {
        rows += batch.length;
        yield batch;
        // Others get their turn between two batches: SQLite reads within one turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const pieces =
      form.format === 'csv'
        ? csvFile(columns, counted())
        : xlsxFile(columns, counted(), needs.now());
    const day = localDateAt(needs.zone, needs.now()).replaceAll('-', '');
    return {
      id: needs.nextId(),
      name: `${name}-${day}`,
      what: { ...what, format: form.format },
      pieces,
      rows: () => rows,
    };
  }

  async function columnNeeds(lang: Form['lang']) {
    return {
      words: exportWords[lang],
      names: await needs.reads.names(lang),
      time: createTimeWriter(needs.zone),
    };
  }

  return {
    async cases(ctx: ActionContext, form: Form, filterText: string): Promise<ExportRun> {
      const filter = needs.parseFilter(filterText);
      const columns = caseColumns(await columnNeeds(form.lang));
      const batches = needs.walk.batches(ctx.actor, filter, caseExportColumns);
      return runOf(form, 'cases', { of: 'cases', filter }, columns, batches);
    },

    async results(form: Form, planId: string, number: string): Promise<ExportRun> {
      const columns = resultColumns(await columnNeeds(form.lang));
      return runOf(form, number, { of: 'plan', planId }, columns, needs.reads.results(planId));
    },

    /** Who took what, before the first byte leaves. */
    async noteStarted(ctx: ActionContext, run: ExportRun): Promise<void> {
      await needs.audit.record(ctx, {
        action: 'export.started',
        subjectType: 'export',
        subjectId: run.id,
        detail: run.what,
      });
    },

    /** How many rows left, and whether the reader stayed to the end. */
    async noteEnded(ctx: ActionContext, run: ExportRun, whole: boolean): Promise<void> {
      await needs.audit.record(ctx, {
        action: whole ? 'export.done' : 'export.broken_off',
        subjectType: 'export',
        subjectId: run.id,
        detail: { ...run.what, rows: run.rows() },
      });
    },
  };
}

export type ExportService = ReturnType<typeof createExportService>;
