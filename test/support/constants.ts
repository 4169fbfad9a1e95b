import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { parseKeys } from '#server/security/keys.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** Keys of tests and benches: known, so that a database can be looked into. */
export const TEST_KEYS = parseKeys(`k1:${KEY}`, KEY);

export const testContext: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'test' };
