/** A lookup of words in Chinese or English, without regard to case and width; null for what is none of them. */
export function wordBook<T extends string>(
  names: Readonly<Record<T, readonly string[]>>,
): (word: string) => T | null {
  const byWord = new Map<string, T>();
  for (const [value, words] of Object.entries(names) as [T, readonly string[]][]) {
    for (const word of [value, ...words]) byWord.set(word.toLowerCase(), value);
  }
  return (word) => byWord.get(word.normalize('NFKC').trim().toLowerCase()) ?? null;
}
