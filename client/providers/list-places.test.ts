import { describe, expect, it } from 'vitest';
import { createListPlaces } from './list-places.ts';

const url = '/api/cases?filter=%7B%7D&range=%5B10050%2C10099%5D&sort=x';
const listing = (page: number, resource = 'cases') => ({
  ...{ resource, page, perPage: 50, filter: {} },
  sort: { field: 'dueAt', order: 'ASC' },
});

describe('Places in a long list', () => {
  it('begin a far page behind the last row of the page before', () => {
    const places = createListPlaces();
    places.note(listing(201), [
      { id: 'A', dueAt: 5 },
      { id: 'B', dueAt: null },
    ]);
    const query = new URLSearchParams(places.address(url, listing(202)).split('?')[1]);
    expect(query.get('after')).toBe('[null,"B"]');
    expect(query.get('range')).toBe('[0,49]');
  });

  it('leave near pages, pages whose neighbour was not seen, and other lists alone', () => {
    const places = createListPlaces();
    places.note(listing(1), [{ id: 'A', dueAt: 5 }]);
    expect(places.address(url, listing(2))).toBe(url);
    expect(places.address(url, listing(202))).toBe(url);
    places.note(listing(201, 'staff'), [{ id: 'A', dueAt: 5 }]);
    expect(places.address(url, listing(202, 'staff'))).toBe(url);
  });
});
