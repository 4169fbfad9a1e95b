import { z } from 'zod';
import { text } from './common.ts';

export const pastedListBody = z.strictObject({ text: text(20_000) });

export const pastedListRecord = z.object({
  id: z.string(),
  /** Tickets and numbers that were pasted, each once. */
  given: z.int(),
  found: z.int(),
  /** The rest, numbers masked; the first hundred of them. */
  notFound: z.array(z.string()),
});
export type PastedListRecord = z.infer<typeof pastedListRecord>;

export const searchQuery = z.object({ q: text(60) });

const searchKind = z.enum(['case', 'outage', 'batch', 'group', 'job']);

export const searchHit = z.object({
  kind: searchKind,
  id: z.string(),
  title: z.string(),
  /** In English, where the data has both. */
  titleEn: z.string().nullable(),
  /** A state, a masked number: what tells it from its like. */
  note: z.string(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchResult = z.object({ hits: z.array(searchHit) });
