import type { AreaBook } from '../catalogue/areas.ts';
import type {
  CatalogueStore,
  CodeRule,
  ProductRule,
  PublishedMapping,
} from '../catalogue/catalogue-store.ts';
import type { LineStore } from '../lines/line-store.ts';
import type { World } from '../../world.ts';
import type { Prepared } from './landing-facts.ts';

export type TechnicalDue = (
  facts: { category: string; productCode: string; areaCode: string },
  from: number,
) => number | null;

/** What facts are judged by, as it stands when they land. */
export interface Books {
  codes: ReadonlyMap<string, CodeRule>;
  mapping: PublishedMapping;
  areas: AreaBook;
  homeOf: ReadonlyMap<string, { areaCode: string; billDay: number }>;
  productOf(code: string): Pick<ProductRule, 'effectRule' | 'chargeMode'>;
  technicalDue: TechnicalDue | undefined;
  now: number;
}

export interface BookNeeds {
  world: World;
  lines: Pick<LineStore, 'homesOf'>;
  catalogue: Pick<CatalogueStore, 'codes' | 'publishedMapping' | 'areaBook' | 'ensureProducts'>;
  /** When technical completion is due, by the clocks' rows in force. */
  technicalDue?: () => Promise<TechnicalDue>;
}

/** The rules in force, and what is known of the products and lines at hand; new products are entered. */
export async function openBooks(needs: BookNeeds, prepared: readonly Prepared[]): Promise<Books> {
  const products = await needs.catalogue.ensureProducts(
    prepared.map(({ facts }) => ({
      code: facts.productCode,
      name: facts.productName,
      partnerCode: facts.partnerCode,
      monthlyFeeFen: facts.monthlyFeeFen,
    })),
  );
  return {
    codes: await needs.catalogue.codes(),
    mapping: await needs.catalogue.publishedMapping(),
    areas: await needs.catalogue.areaBook(),
    homeOf: await needs.lines.homesOf(prepared.map(({ line }) => line.id)),
    productOf: (code) => products.get(code) ?? UNKNOWN_PRODUCT,
    technicalDue: await needs.technicalDue?.(),
    now: needs.world.now(),
  };
}

const UNKNOWN_PRODUCT = { effectRule: 'at_once', chargeMode: 'full_month' } as const;
