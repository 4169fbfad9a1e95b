import type { Knex } from 'knex';
import { insertIgnore } from '../../db/dialect.ts';

/** What a source says about an area: its code, and the names of what holds it. */
export interface AreaNames {
  areaCode: string;
  province: string | null;
  city: string | null;
  district: string | null;
}

export interface AreaRow {
  code: string;
  parent_code: string | null;
  level: 'province' | 'city' | 'district';
  name_zh: string;
  name_en: string;
}

const CHUNK = 200;
/** Where the area is not known at all. */
export const UNKNOWN_AREA = '000000';

/** Level and parent follow from the six digits. */
export function areaRowOf(code: string, nameZh: string, nameEn: string): AreaRow {
  const [province, city] = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`];
  const level = code === province ? 'province' : code === city ? 'city' : 'district';
  const parent = { province: null, city: province, district: city }[level];
  return { code, parent_code: parent, level, name_zh: nameZh, name_en: nameEn };
}

export async function insertAreas(db: Knex, rows: readonly AreaRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK)
    await insertIgnore(
      db,
      'areas',
      rows.slice(start, start + CHUNK).map((row) => ({ ...row })),
    );
}

/** Adds the areas of an import that are not known yet, each with the areas that hold it. */
export async function ensureAreas(db: Knex, sources: readonly AreaNames[]): Promise<void> {
  const rows = new Map<string, AreaRow>();
  for (const { areaCode, province, city, district } of sources) {
    if (areaCode === UNKNOWN_AREA) continue;
    const levels = [
      [`${areaCode.slice(0, 2)}0000`, province],
      [`${areaCode.slice(0, 4)}00`, city],
      [areaCode, district ?? city ?? province],
    ] as const;
    for (const [code, name] of levels)
      if (!rows.has(code)) rows.set(code, areaRowOf(code, name ?? code, name ?? code));
  }
  await insertAreas(db, [...rows.values()]);
}

/** Finds the code of a province and city by their names. */
export interface AreaBook {
  /** The city's code, else the province's, else '000000'. */
  codeOf(province: string | null, city: string | null): string;
}

export async function loadAreaBook(db: Knex): Promise<AreaBook> {
  const rows = (await db('areas').whereIn('level', ['province', 'city'])) as AreaRow[];
  const provinces = new Map(
    rows.filter((row) => row.level === 'province').map((row) => [plain(row.name_zh), row.code]),
  );
  const cities = new Map(
    rows
      .filter((row) => row.level === 'city')
      .map((row) => [`${row.parent_code ?? ''} ${plain(row.name_zh)}`, row.code]),
  );
  return {
    codeOf(province, city) {
      const code = province === null ? undefined : provinces.get(plain(province));
      if (code === undefined) return UNKNOWN_AREA;
      return (city === null ? undefined : cities.get(`${code} ${plain(city)}`)) ?? code;
    },
  };
}

/** 江苏省 and 江苏, 苏州市 and 苏州 are the same. */
function plain(name: string): string {
  const text = name.normalize('NFKC').trim();
  return text.length > 2
    ? text.replace(/(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/u, '')
    : text;
}
