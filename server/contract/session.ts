import { z } from 'zod';
import { epochMs, role } from './common.ts';

export const signInBody = z.strictObject({
  login: z.string().min(1, 'errors.field.required').max(64, 'errors.field.tooLong'),
  password: z.string().min(1, 'errors.field.required').max(200, 'errors.field.tooLong'),
});

export const changePasswordBody = z.strictObject({
  current: z.string().min(1, 'errors.field.required').max(200, 'errors.field.tooLong'),
  next: z.string().min(12, 'errors.password.short').max(200, 'errors.field.tooLong'),
});

export const sessionView = z.object({
  staff: z
    .object({
      id: z.string(),
      login: z.string(),
      name: z.string(),
      role,
      areaCodes: z.array(z.string()),
      language: z.enum(['zh', 'en']),
      mustChangePassword: z.boolean(),
    })
    .nullable(),
  permissions: z.array(z.string()),
  csrfToken: z.string(),
  /** The database holds invented rows. */
  demo: z.boolean(),
  /** The operator's IANA zone: days on charts and clocks are counted in it. */
  zone: z.string(),
  simulatedGateways: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;

export const ownSession = z.object({
  id: z.string(),
  userAgent: z.string(),
  createdAt: epochMs,
  lastSeenAt: epochMs,
  current: z.boolean(),
});
export type OwnSession = z.infer<typeof ownSession>;
