import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { LAST_POINT, gramsOf, needleOf, shapeMatches, shapeOf } from '#domain/text-shape.ts';
import { insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

const CHUNK = 200;
const GRAM_CHUNK = 500;
/** Cases that one turn of the back-fill gives their text. */
const FILL_AT_ONCE = 500;
/** The rarest grams are enough to find a text; whether it really holds the words is looked at in the text. */
const GRAMS_USED = 4;
/** Texts that one search looks into. */
const TEXTS_MAX = 500;

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * What the sources wrote, each shape of it once, with the characters and pairs it holds. Systems say the same few
 * sentences about millions of orders, which differ in their long numbers only, so this stays small however many
 * cases there are.
 */
export function createTextStore(db: Knex, world: Pick<World, 'nextId'>) {
  async function idsByHash(hashes: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let start = 0; start < hashes.length; start += CHUNK) {
      const rows: { id: string; hash: string }[] = await db('raw_texts')
        .whereIn('hash', hashes.slice(start, start + CHUNK))
        .select('id', 'hash');
      for (const row of rows) found.set(row.hash, row.id);
    }
    return found;
  }

  async function insert(texts: readonly { hash: string; body: string }[]): Promise<void> {
    for (let start = 0; start < texts.length; start += CHUNK)
      await insertIgnore(
        db,
        'raw_texts',
        texts.slice(start, start + CHUNK).map((text) => ({ id: world.nextId(), ...text })),
      );
    const ids = await idsByHash(texts.map(({ hash }) => hash));
    const grams = texts.flatMap(({ hash, body }) =>
      gramsOf(body).map((gram) => ({ gram, text_id: ids.get(hash) ?? '' })),
    );
    for (let start = 0; start < grams.length; start += GRAM_CHUNK)
      await insertIgnore(db, 'raw_text_grams', grams.slice(start, start + GRAM_CHUNK));
  }

  async function idsOf(texts: readonly string[]): Promise<Map<string, string>> {
    const shapes = new Map(texts.map((text) => [text, shapeOf(text)]));
    const byHash = new Map(
      [...shapes.values()].filter((shape) => shape !== '').map((shape) => [digestOf(shape), shape]),
    );
    const known = await idsByHash([...byHash.keys()]);
    const missing = [...byHash].filter(([hash]) => !known.has(hash));
    if (missing.length > 0) {
      await insert(missing.map(([hash, body]) => ({ hash, body })));
      for (const [hash, id] of await idsByHash(missing.map(([hash]) => hash))) known.set(hash, id);
    }
    return new Map(
      [...shapes].map(([text, shape]) => [text, known.get(digestOf(shape)) ?? NO_TEXT]),
    );
  }

  /** The needed grams, rarest first; null when one of them stands in no text. */
  async function byRarity(grams: readonly number[]): Promise<number[] | null> {
    const counted: { gram: number; n: number }[] = [];
    for (const gram of grams) {
      const rows: unknown[] = await db('raw_text_grams')
        .where({ gram })
        .limit(TEXTS_MAX * 4)
        .select('text_id');
      if (rows.length === 0) return null;
      counted.push({ gram, n: rows.length });
      if (counted.length >= GRAMS_USED * 4) break;
    }
    return counted.sort((a, b) => a.n - b.n).map(({ gram }) => gram);
  }

  return {
    /** The ids of these texts, stored where they are new; in the caller's transaction. */
    idsOf,

    /** Shapes of texts that hold what was searched; `more` when there are more than one search looks into. */
    async holding(searched: string): Promise<FoundTexts> {
      const needle = needleOf(searched);
      const none: FoundTexts = { ids: [], numbers: [], more: false };
      // Pairs say more than single characters; a single character is all there is of a search for one.
      const pairs = needle.grams.filter((gram) => gram > LAST_POINT);
      const [rarest, ...others] = (await byRarity(pairs.length > 0 ? pairs : needle.grams)) ?? [];
      if (rarest === undefined) return none;
      const query = db('raw_text_grams as g').where('g.gram', rarest);
      others.slice(0, GRAMS_USED - 1).forEach((gram, index) => {
        const alias = `g${index}`;
        void query.join(`raw_text_grams as ${alias}`, (on) =>
          on.on(`${alias}.text_id`, 'g.text_id').andOnVal(`${alias}.gram`, gram),
        );
      });
      const rows: { id: string; body: string }[] = await query
        .join('raw_texts', 'raw_texts.id', 'g.text_id')
        .limit(TEXTS_MAX + 1)
        .select('raw_texts.id', 'raw_texts.body');
      const ids = rows.filter(({ body }) => shapeMatches(body, needle)).map(({ id }) => id);
      return {
        ids: ids.slice(0, TEXTS_MAX),
        numbers: needle.words.length > 0 ? needle.numbers : [],
        more: rows.length > TEXTS_MAX,
      };
    },

    /** Gives cases from before this index their text, in the caller's transaction; answers how many it did. */
    async fill(): Promise<number> {
      const rows: { id: string; raw_text: string }[] = await db('cases')
        .whereNull('raw_text_id')
        .limit(FILL_AT_ONCE)
        .select('id', 'raw_text');
      const ids = await idsOf(rows.map((row) => row.raw_text));
      const byText = new Map<string, string[]>();
      for (const row of rows)
        byText.set(row.raw_text, [...(byText.get(row.raw_text) ?? []), row.id]);
      for (const [text, cases] of byText)
        await db('cases')
          .whereIn('id', cases)
          .update({ raw_text_id: ids.get(text) ?? NO_TEXT });
      return rows.length;
    },
  };
}

interface FoundTexts {
  ids: string[];
  /** Digits that must stand in the case's own text: a shape does not know them. */
  numbers: string[];
  more: boolean;
}

/** Of a case whose source wrote nothing. */
const NO_TEXT = '';

export type TextStore = ReturnType<typeof createTextStore>;
