import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { parseKeys } from '#server/security/keys.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** Keys of tests and benches: known, so that a database can be looked into. */
export const TEST_KEYS = parseKeys(`k1:${KEY}`, KEY);

/** The same keys as a process of its own is told them. */
export const TEST_KEY_SETTINGS = { REDRESS_DATA_KEYS: `k1:${KEY}`, REDRESS_LOOKUP_KEY: KEY };

export const testContext: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'test' };
