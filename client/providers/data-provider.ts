import simpleRestProvider from 'ra-data-simple-rest';
import type { DataProvider, Identifier } from 'ra-core';
import type { HttpClient } from './http-client.ts';
import { createListPlaces } from './list-places.ts';

/** What the features call beyond react-admin's nine methods. */
export interface RedressDataProvider extends DataProvider {
  /** POST /api/<resource>/<id>/<verb>; answers the changed record or the verb's own body. */
  verb<T = unknown>(
    resource: string,
    id: Identifier,
    verb: string,
    body?: Record<string, unknown>,
  ): Promise<T>;
  /** GET /api/<path> */
  read<T = unknown>(
    path: string,
    query?: Record<string, QueryValue>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Any other write; a string body goes as JSON, a File, Blob or FormData as it is. */
  send<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

export type QueryValue = string | number | boolean | null | undefined;

export function queryString(query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function isRaw(body: unknown): boolean {
  return body instanceof Blob || body instanceof FormData || typeof body === 'string';
}

/** react-admin's simple-rest dialect over /api, with the verbs the domain has. */
export function createDataProvider(http: HttpClient, base = '/api'): RedressDataProvider {
  const client = http as unknown as NonNullable<Parameters<typeof simpleRestProvider>[1]>;
  const rest = simpleRestProvider(base, client, 'X-Total-Count');
  const places = createListPlaces();
  return {
    ...rest,
    async getList(resource, params) {
      let bounded = false;
      const listing = {
        resource,
        page: params.pagination?.page ?? 1,
        perPage: params.pagination?.perPage ?? 25,
        sort: params.sort ?? { field: 'id', order: 'ASC' },
        filter: params.filter as unknown,
      };
      const noting: typeof client = async (url, options) => {
        const answer = await client(places.address(url, listing), options);
        bounded = answer.headers.get('X-Total-Bounded') === 'true';
        return answer;
      };
      const lists = simpleRestProvider(base, noting, 'X-Total-Count');
      // `bounded`: the server stopped counting there, so the list holds at least so many.
      const found = await lists.getList(resource, params);
      places.note(listing, found.data);
      return { ...found, meta: { bounded } };
    },
    async verb<T>(resource: string, id: Identifier, verb: string, body = {}) {
      const url = `${base}/${resource}/${encodeURIComponent(id)}/${verb}`;
      return (await http(url, { method: 'POST', body: JSON.stringify(body) })).json as T;
    },
    async read<T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal) {
      const options = signal === undefined ? {} : { signal };
      return (await http(`${base}/${path}${queryString(query)}`, options)).json as T;
    },
    async send<T>(method: string, path: string, body?: unknown) {
      const payload = body === undefined || isRaw(body) ? body : JSON.stringify(body);
      return (await http(`${base}/${path}`, { method, body: payload })).json as T;
    },
  };
}
