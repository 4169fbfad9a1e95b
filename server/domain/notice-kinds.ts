/**
 * Messages a customer gets although they opted out of the others: what an operator owes (works announced ahead), what
 * answers their own act, and what touches their account to their cost.
 */
const ESSENTIAL: ReadonlySet<string> = new Set([
  ...['O1', 'O1A', 'O6', 'C1', 'C2', 'C3'],
  ...['T1', 'T2', 'T2A', 'T2B', 'T2C', 'T3', 'T3A', 'T3B', 'T3C', 'T4', 'T4A', 'T5', 'T6'],
  ...['T6A', 'T7', 'T7A', 'T8', 'T9', 'T10'],
]);

export const isEssential = (templateCode: string): boolean => ESSENTIAL.has(templateCode);

/** Messages about an outage: whoever writes their texts may promise nothing. */
export const isOutageMessage = (templateCode: string): boolean =>
  /^O[1-4][A-Z]?$/.test(templateCode);

const MONEY_WORDS =
  /补偿|赔偿|赔付|退费|返还|赠送|compensat|refund|credit(?!ed by)|free of charge/iu;

/** A word that promises money, if the text has one. */
export const promiseIn = (text: string): string | null => MONEY_WORDS.exec(text)?.[0] ?? null;

const LINK = /(?:https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|cc|io|me|ly)\b)\S*/iu;

/** A link, if the text has one: no message carries any, so that customers need not tell ours from a thief's. */
export const linkIn = (text: string): string | null => LINK.exec(text)?.[0] ?? null;
