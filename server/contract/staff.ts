import { z } from 'zod';
import { areaCode, epochMs, role, text, ulid, version } from './common.ts';

export const staffRecord = z.object({
  id: ulid,
  login: z.string(),
  name: z.string(),
  role,
  status: z.enum(['active', 'awaiting_countersign', 'deactivated']),
  /** A role that waits for a manager's countersign. */
  pendingRole: role.nullable(),
  areaCodes: z.array(z.string()),
  language: z.enum(['zh', 'en']),
  mustChangePassword: z.boolean(),
  lastSignInAt: epochMs.nullable(),
  version,
  createdAt: epochMs,
});
export type StaffRecord = z.infer<typeof staffRecord>;

export const inviteStaffBody = z.object({
  login: z.string().regex(/^[a-z][a-z0-9._-]{1,39}$/, 'errors.staff.loginFormat'),
  name: text(80),
  role,
  areaCodes: z.array(areaCode).max(50).default([]),
  language: z.enum(['zh', 'en']).default('zh'),
});

export const updateStaffBody = z.object({
  version,
  name: text(80).optional(),
  role: role.optional(),
  areaCodes: z.array(areaCode).max(50).optional(),
  language: z.enum(['zh', 'en']).optional(),
});

export const deactivateStaffBody = z.strictObject({
  version,
  handOverTo: ulid.nullish(),
  reason: text(500),
});

export const countersignBody = z.strictObject({ version, agree: z.boolean() });
export const resetPasswordBody = z.strictObject({ version });

/** Shown once, never stored in clear. */
export const oneTimePassword = z.object({ id: ulid, oneTimePassword: z.string() });
