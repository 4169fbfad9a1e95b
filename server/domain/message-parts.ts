/**
 * How long a short message is and how many parts it takes (3GPP TS 23.038 and 23.040): 160 septets, or 153 a part
 * when joined; a text with one character outside the GSM alphabet is UCS-2: 70 units, or 67 a part.
 */

export interface MessageSize {
  encoding: 'gsm7' | 'ucs2';
  /** Septets or UTF-16 units. */
  length: number;
  parts: number;
  /** What still fits into the last part. */
  left: number;
}

/** The rule of the house: every text, with the longest real values, fits one UCS-2 part. */
export const ONE_PART_UNITS = 70;

const GSM7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Behind an escape: two septets each. */
const GSM7_EXTENDED = new Set('\f^{}\\[~]|€');

const LIMITS = {
  gsm7: { single: 160, joined: 153 },
  ucs2: { single: 70, joined: 67 },
} as const;

/** Size of a text as it is sent. An empty text is one empty part. */
export function messageSize(text: string): MessageSize {
  const characters = [...text];
  const encoding = characters.every((one) => GSM7.has(one) || GSM7_EXTENDED.has(one))
    ? 'gsm7'
    : 'ucs2';
  const widths = characters.map((one) => widthOf(one, encoding));
  const length = widths.reduce((sum, width) => sum + width, 0);
  const { single, joined } = LIMITS[encoding];
  if (length <= single) return { encoding, length, parts: 1, left: single - length };
  const { parts, used } = fill(widths, joined);
  return { encoding, length, parts, left: joined - used };
}

function widthOf(character: string, encoding: MessageSize['encoding']): number {
  if (encoding === 'ucs2') return character.length;
  return GSM7_EXTENDED.has(character) ? 2 : 1;
}

/** Neither an escape pair nor a surrogate pair is torn apart: what does not fit whole starts the next part. */
function fill(widths: readonly number[], limit: number): { parts: number; used: number } {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > limit) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { parts, used };
}
