import { z } from 'zod';
import { roles } from '#domain/permissions.ts';

/** Text without NUL, trimmed, 1 to `max` characters (the column's length). */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'errors.field.required')
    .max(max, 'errors.field.tooLong')

    .refine((value) => !value.includes('\u0000'), 'errors.field.format');

export const ulid = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'errors.field.format');
export const epochMs = z.int().min(0).max(8_640_000_000_000_000);
export const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'errors.field.format');
export const areaCode = z.string().regex(/^\d{6}$/, 'errors.field.format');
export const version = z.int().min(1);
export const reason = text(500);

export const idParams = z.object({ id: z.string().min(1).max(48) });

export const role = z.enum(roles);

/** The body of every refusal. `message` and the fields' messages are keys the client translates. */
export const wireError = z.object({
  code: z.string(),
  message: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z
    .record(
      z.string(),
      z.object({
        message: z.string(),
        args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
  requestId: z.string(),
});
export type WireError = z.infer<typeof wireError>;
