/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in hex. Written out because the domain runs on Node and
 * in the browser alike, where the built-in ones differ or only answer later.
 */

const firstPrimes = (count: number): number[] => {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
};

/** The first 32 bits of the fraction of a root of a small prime, by integer search: exact. */
function fractionBits(prime: number, power: 2 | 3): number {
  const shift = BigInt(32 * power);
  const target = BigInt(prime) << shift;
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(power) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

const primes = firstPrimes(64);
const roundConstants = Uint32Array.from(primes, (prime) => fractionBits(prime, 3));
const initialState = Uint32Array.from(primes.slice(0, 8), (prime) => fractionBits(prime, 2));

/** The bytes with a one bit, zeros and the length in bits, up to a multiple of 64. */
function padded(bytes: Uint8Array): Uint8Array {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const blocks = new Uint8Array(length);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  new DataView(blocks.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return blocks;
}

const turn = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The message schedule of one block: 16 words of it and 48 made from them. */
function scheduleOf(view: DataView, offset: number): Uint32Array {
  const words = new Uint32Array(64);
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const [back15 = 0, back2 = 0] = [words[i - 15], words[i - 2]];
    const small = turn(back15, 7) ^ turn(back15, 18) ^ (back15 >>> 3);
    const large = turn(back2, 17) ^ turn(back2, 19) ^ (back2 >>> 10);
    words[i] = (words[i - 16] ?? 0) + small + (words[i - 7] ?? 0) + large;
  }
  return words;
}

function mixBlock(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const sumE = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sumE + choice + (roundConstants[i] ?? 0) + (words[i] ?? 0)) | 0;
    const sumA = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sumA + majority) | 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + word;
}

export function sha256Hex(text: string): string {
  const blocks = padded(new TextEncoder().encode(text));
  const view = new DataView(blocks.buffer);
  const state = initialState.slice();
  for (let offset = 0; offset < blocks.length; offset += 64) {
    mixBlock(state, scheduleOf(view, offset));
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}
