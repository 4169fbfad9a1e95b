import type { Knex } from 'knex';
import { searchText } from '#domain/text-shape.ts';
import { DomainError } from '#domain/errors.ts';
import type { TextStore } from './text-store.ts';

/** Products and partners that one search means. */
const NAMES_MAX = 200;

export interface FoundWords {
  textIds: string[];
  /** Digits that the text itself must hold besides. */
  textNumbers: string[];
  productCodes: string[];
  partnerCodes: string[];
  ticketNo: string;
}

/** What a text typed into the queue's search means: words of the sources, products, partners, or a ticket. */
export function createCaseSearch(db: Knex, texts: Pick<TextStore, 'holding'>) {
  /** The catalogue is small; comparing in the app means the same on both engines. */
  async function codesNamed(table: 'products' | 'partners', wanted: string): Promise<string[]> {
    const rows: { code: string; name: string }[] = await db(table).select('code', 'name');
    return rows
      .filter(({ code, name }) => searchText(`${name} ${code}`).includes(wanted))
      .map(({ code }) => code)
      .slice(0, NAMES_MAX);
  }

  return {
    /** Throws `errors.list.narrowText` where the words stand in more texts than one search looks into. */
    async find(searched: string): Promise<FoundWords> {
      const wanted = searchText(searched);
      const { ids, numbers, more } = await texts.holding(searched);
      if (more) throw new DomainError('invalid', 'errors.list.narrowText');
      return {
        textIds: ids,
        textNumbers: numbers,
        productCodes: wanted === '' ? [] : await codesNamed('products', wanted),
        partnerCodes: wanted === '' ? [] : await codesNamed('partners', wanted),
        ticketNo: searched.normalize('NFKC').trim(),
      };
    },
  };
}

export type CaseSearch = ReturnType<typeof createCaseSearch>;
