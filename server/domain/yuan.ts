/** The largest amount of one fee: what a 32-bit column holds. */
const MAX_FEN = 2_147_483_647;

/**
 * '129', '129.5' or '129.00' yuan as fen, by moving the point in the text: no binary fraction is ever involved.
 * Thousands may be grouped ('1,290.00'), ¥ or 元 may stand with it. Null for anything else: words, signs,
 * a third decimal, or more than a column holds. Nothing is guessed.
 */
export function parseYuan(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  const match = /^¥?\s?([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,2}))?\s?元?$/u.exec(
    plain,
  );
  if (match?.[1] === undefined) return null;
  const fen = Number(`${match[1].replaceAll(',', '')}${(match[2] ?? '').padEnd(2, '0')}`);
  return fen <= MAX_FEN ? fen : null;
}
