import { describe, expect, it } from 'vitest';
import { isSigned, signatureOf, SIGNATURE_WINDOW_MS } from './signature.ts';

const SECRET = 'a secret of the gateway, long enough';
const NOW = Date.UTC(2026, 10, 21, 4);
const body = Buffer.from('{"eventId":"1"}');

describe('a signature', () => {
  it('holds for the bytes, the secret and about the time it was made with', () => {
    const header = signatureOf(SECRET, NOW, body);
    expect(isSigned(SECRET, header, body, NOW)).toBe(true);
    expect(isSigned(SECRET, header, body, NOW + SIGNATURE_WINDOW_MS)).toBe(true);
    expect(isSigned(SECRET, header, body, NOW + SIGNATURE_WINDOW_MS + 1000)).toBe(false);
    expect(isSigned(SECRET, header, body, NOW - SIGNATURE_WINDOW_MS - 1000)).toBe(false);
    expect(isSigned('another secret', header, body, NOW)).toBe(false);
    expect(isSigned(SECRET, header, Buffer.from('{"eventId":"2"}'), NOW)).toBe(false);
  });

  it('does not hold with another time written over its own', () => {
    const header = signatureOf(SECRET, NOW - 3_600_000, body);
    const fresh = header.replace(/t=\d+/, `t=${NOW / 1000}`);
    expect(isSigned(SECRET, fresh, body, NOW)).toBe(false);
  });

  it.each(['', 'v1=00', 't=,v1=', 't=1,v1=zz', `t=1,v1=${'0'.repeat(63)}`, 't=1;v1=x'])(
    'is refused when malformed: %s',
    (header) => {
      expect(isSigned(SECRET, header, body, NOW)).toBe(false);
    },
  );
});
