/** How a caller can be identified. What they showed is never kept. */
export const identityMethods = [
  'service_password',
  'sms_code',
  'id_document',
  'recent_calls',
  'voice_print',
] as const;
export type IdentityMethod = (typeof identityMethods)[number];

export const identityResults = ['passed', 'failed'] as const;
export type IdentityResult = (typeof identityResults)[number];

/** A passed check holds for the call: half an hour, for the agent who made it. */
export const IDENTITY_VALID_MS = 30 * 60_000;

/** Why a number is shown in clear. */
export const revealReasons = ['caller', 'call_back', 'partner', 'trace', 'complaint'] as const;
export type RevealReason = (typeof revealReasons)[number];

/** How long a number stands on the screen. */
export const REVEAL_MS = 30_000;
/** Numbers that one person may see in an hour. */
export const REVEALS_PER_HOUR = 30;

/** Acting for a caller needs to know who calls; the other reasons have no caller. */
export const needsIdentity = (reason: RevealReason): boolean => reason === 'caller';
