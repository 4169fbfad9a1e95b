import type { ExportFormat } from '#contract/exports.ts';
import type { ActionContext } from '#domain/context.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { PackedPage } from '../../db/packed-rows.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseFilter } from '../unsubscribes/case-list.ts';
import type { CaseWalk } from '../unsubscribes/case-walk.ts';
import { caseColumns, resultColumns } from './case-columns.ts';
import type { ExportReads } from './export-reads.ts';
import { csvFile, xlsxFile } from './export-table.ts';
import { exportWords } from './export-words.ts';
import { columnsOf, type ExportPart } from './row-writer.ts';
import { createTimeWriter } from './time-writer.ts';

interface Needs {
  reads: ExportReads;
  walk: Pick<CaseWalk, 'pages'>;
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
  pieces: AsyncIterable<Uint8Array>;
  rows(): number;
}

/** Files of all that a filter matches, made while they are read. */
export function createExportService(needs: Needs) {
  function runOf(
    form: Form,
    name: string,
    what: Record<string, unknown>,
    parts: readonly ExportPart[],
    pages: AsyncIterable<PackedPage>,
  ): ExportRun {
    let rows = 0;
    async function* counted(): AsyncGenerator<PackedPage> {
      for await (const page of pages) {
        rows += page.rows;
        yield page;
        // Others get their turn between two pages: SQLite reads within one turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const table = { parts, time: createTimeWriter(needs.zone), pages: counted() };
    const day = localDateAt(needs.zone, needs.now()).replaceAll('-', '');
    return {
      id: needs.nextId(),
      name: `${name}-${day}`,
      what: { ...what, format: form.format },
      pieces: form.format === 'csv' ? csvFile(table) : xlsxFile(table, needs.now()),
      rows: () => rows,
    };
  }

  const columnNeeds = async (lang: Form['lang']) => ({
    ...{ words: exportWords[lang], names: await needs.reads.names(lang) },
  });

  return {
    async cases(ctx: ActionContext, form: Form, filterText: string): Promise<ExportRun> {
      const filter = needs.parseFilter(filterText);
      const parts = caseColumns(await columnNeeds(form.lang));
      const pages = needs.walk.pages(ctx.actor, filter, columnsOf(parts));
      return runOf(form, 'cases', { of: 'cases', filter }, parts, pages);
    },

    async results(form: Form, planId: string, number: string): Promise<ExportRun> {
      const parts = resultColumns(await columnNeeds(form.lang));
      const pages = needs.reads.results(planId, columnsOf(parts));
      return runOf(form, number, { of: 'plan', planId }, parts, pages);
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
