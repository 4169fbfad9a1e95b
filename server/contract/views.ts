import { z } from 'zod';
import { epochMs, role, text, ulid, version } from './common.ts';

const sort = z.tuple([z.string().max(40), z.enum(['ASC', 'DESC'])]);
const columns = z.array(z.string().min(1).max(40)).max(40);
/** 36 or 44 px rows. */
const density = z.enum(['normal', 'comfortable']);
export type Density = z.infer<typeof density>;
const filter = z.record(z.string().max(40), z.unknown());

const savedView = z.object({
  id: z.string(),
  /** A message key of a view that comes with the product, else null. */
  key: z.string().nullable(),
  name: z.string(),
  filter,
  sort,
  /** The columns shown, in their order; null for the reader's own. */
  columns: columns.nullable(),
  /** The height of rows; null for the reader's own. */
  density: density.nullable(),
  ownerId: z.string(),
  ownerName: z.string(),
  /** Whom it is shared with; empty for a personal view. */
  roles: z.array(role),
  mine: z.boolean(),
  position: z.int(),
  version: z.int(),
  updatedAt: epochMs,
  /** How many match now, as far as counting goes; null where the queue would have to be narrowed to count. */
  count: z.int().nullable(),
  bounded: z.boolean(),
});
export type SavedView = z.infer<typeof savedView>;

export const savedViews = z.object({ views: z.array(savedView) });

const facts = {
  name: text(60),
  filter,
  sort,
  columns: columns.nullable().default(null),
  density: density.nullable().default(null),
  roles: z.array(role).max(5).default([]),
};
export const saveViewBody = z.strictObject(facts);
export const changeViewBody = z.strictObject({ ...facts, version });
export const viewVersionBody = z.strictObject({ version });
/** Own views, in the order wanted. */
export const orderViewsBody = z.strictObject({ ids: z.array(ulid).min(1).max(100) });
