import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Keys } from './keys.ts';

/** Keeps phone numbers: sealed for those who may reveal them, hashed with a key for exact lookup. */
export interface NumberVault {
  /** AES-256-GCM, `keyName.iv.tag.ciphertext` in base64url. */
  seal(msisdn: string): string;
  open(sealed: string): string;
  /** HMAC-SHA-256 of the normalised number, hex. */
  hash(msisdn: string): string;
}

export function createNumberVault(keys: Keys): NumberVault {
  const current = keys.dataKeys[0];
  if (current === undefined) throw new Error('no data key');
  return {
    seal(msisdn) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv);
      const body = Buffer.concat([cipher.update(msisdn, 'utf8'), cipher.final()]);
      return [
        current.name,
        ...[iv, cipher.getAuthTag(), body].map((b) => b.toString('base64url')),
      ].join('.');
    },
    open(sealed) {
      const [name, iv = '', tag = '', body = ''] = sealed.split('.');
      const key = keys.dataKeys.find((candidate) => candidate.name === name);
      if (key === undefined) throw new Error(`data key ${String(name)} is not configured`);
      const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(iv, 'base64url'));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(body, 'base64url', 'utf8') + decipher.final('utf8');
    },
    hash: (msisdn) => createHmac('sha256', keys.lookupKey).update(msisdn).digest('hex'),
  };
}
