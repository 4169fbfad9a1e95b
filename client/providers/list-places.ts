interface Listing {
  resource: string;
  page: number;
  perPage: number;
  sort: { field: string; order: string };
  filter: unknown;
}

type Row = Readonly<Record<string, unknown>>;

/** The server counts its way to a row up to here; further on a page begins behind the row before it. */
const COUNTED_ROWS = 10_000;
/** Lists that page by the row before, and the orders they do it in. */
const BY_PLACE: Readonly<Record<string, readonly string[]>> = {
  cases: ['dueAt', 'requestedAt', 'ticketNo', 'id'],
};
const KEPT = 400;

/** Remembers where the pages of long lists ended, so that the next one begins there however far it is. */
export function createListPlaces() {
  const ends = new Map<string, string>();

  const keyOf = ({ resource, perPage, sort, filter }: Listing, page: number) =>
    JSON.stringify([resource, perPage, sort.field, sort.order, filter, page]);
  const pagesByPlace = ({ resource, sort }: Listing) =>
    BY_PLACE[resource]?.includes(sort.field) === true;

  return {
    /** The address of a page; beyond the rows that are counted it begins behind the page before, when that was seen. */
    address(url: string, listing: Listing): string {
      const from = (listing.page - 1) * listing.perPage;
      if (from <= COUNTED_ROWS || !pagesByPlace(listing)) return url;
      const end = ends.get(keyOf(listing, listing.page - 1));
      if (end === undefined) return url;
      const [path = '', search] = url.split('?');
      const query = new URLSearchParams(search);
      query.set('range', JSON.stringify([0, listing.perPage - 1]));
      query.set('after', end);
      return `${path}?${query.toString()}`;
    },

    note(listing: Listing, rows: readonly Row[]): void {
      const last = rows.at(-1);
      if (last === undefined || !pagesByPlace(listing)) return;
      if (ends.size >= KEPT) ends.clear();
      ends.set(
        keyOf(listing, listing.page),
        JSON.stringify([last[listing.sort.field] ?? null, last['id']]),
      );
    },
  };
}
