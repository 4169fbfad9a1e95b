import { normaliseMsisdn } from './msisdn.ts';

export interface PastedList {
  /** E.164, in the order of the list, each once. */
  numbers: string[];
  tickets: string[];
  /** Entries that were there before. */
  repeated: number;
}

const TICKET_MAX = 40;

/**
 * A pasted list of tickets and numbers in any way of writing: one a line, or divided by commas, semicolons or
 * tabs; blanks divide too where what stands between the dividers is no number by itself.
 */
export function parsePastedList(text: string): PastedList {
  const numbers = new Set<string>();
  const tickets = new Set<string>();
  let entries = 0;
  const take = (entry: string): boolean => {
    const msisdn = normaliseMsisdn(entry);
    if (msisdn === null) return false;
    numbers.add(msisdn);
    entries += 1;
    return true;
  };
  for (const part of text.split(/[\r\n\t,;，；、|]+/u)) {
    const entry = part.trim();
    if (entry === '' || take(entry)) continue;
    for (const word of entry.split(/\s+/u)) {
      if (take(word)) continue;
      tickets.add(word.normalize('NFKC').slice(0, TICKET_MAX));
      entries += 1;
    }
  }
  return {
    numbers: [...numbers],
    tickets: [...tickets],
    repeated: entries - numbers.size - tickets.size,
  };
}
