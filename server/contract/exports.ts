import { z } from 'zod';

export const exportFormats = ['csv', 'xlsx'] as const;
export const exportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormat>;

export const exportQuery = z.strictObject({
  format: exportFormat.default('csv'),
  /** The language of heads and words. */
  lang: z.enum(['zh', 'en']).default('en'),
});

export const caseExportQuery = exportQuery.extend({
  /** The queue's filter, as JSON. */
  filter: z.string().max(20_000).default('{}'),
});
