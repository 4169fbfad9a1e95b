interface Person {
  id: string | number;
  label: unknown;
}

/** What is being typed after an @, and where that @ stands. */
export interface AskedMention {
  from: number;
  to: number;
  typed: string;
}

const LONGEST_NAME = 20;

/** The mention at the caret: from an @ that begins a word up to the caret, without a space between. */
export function mentionAt(text: string, caret: number): AskedMention | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > LONGEST_NAME) return null;
  const typed = text.slice(from + 1, caret);
  if (/\s/.test(typed)) return null;
  const before = text.slice(0, from).at(-1);
  // An address such as a@b is no mention.
  if (before !== undefined && /[\w.]/.test(before)) return null;
  return { from, to: caret, typed };
}

/** The text with a colleague's name in place of what was typed, and the caret behind it. */
export function withMention(
  text: string,
  { from, to }: AskedMention,
  name: string,
): { text: string; caret: number } {
  const head = `${text.slice(0, from)}@${name} `;
  return { text: head + text.slice(to).replace(/^ /, ''), caret: head.length };
}

/** Ids of the colleagues whose @name still stands in the text; a longer name hides a shorter one within it. */
export function mentionsIn(text: string, people: readonly Person[]): string[] {
  const byLength = [...people].sort((a, b) => String(b.label).length - String(a.label).length);
  let rest = text;
  const ids: string[] = [];
  for (const { id, label } of byLength) {
    const name = `@${String(label)}`;
    if (!rest.includes(name)) continue;
    ids.push(String(id));
    rest = rest.replaceAll(name, '');
  }
  return ids;
}
