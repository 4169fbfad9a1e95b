import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ActionContext } from '#domain/context.ts';
import type { KeyPermission } from '#domain/key-scopes.ts';
import type { Permission } from '#domain/permissions.ts';
import { recordEndpoints } from './record-endpoints.ts';
import type { FilterOf, ListQuery, ListResult, ListSpec } from './rest-list.ts';

/** The signed-in session behind a call. */
export interface CallSession {
  id: string;
  staffId: string;
  csrfToken: string;
  mustChangePassword: boolean;
}

export interface Call<F, Params, Query, Body> {
  /** The features, over the transaction of this call when it may write. */
  f: F;
  ctx: ActionContext;
  session: CallSession | null;
  params: Params;
  query: Query;
  body: Body;
  /** For uploads (`upload: true`), whose body is read as a stream, and for the caller's address. */
  req: Request;
  /** Only for cookies and downloads (`download: true`), which write the reply themselves. */
  res: Response;
}

export interface EndpointMeta {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express path below `/api`, e.g. `/cases/:id/resync`. */
  path: string;
  tag: string;
  summary: string;
  /** A right of the table, `signed_in` (anyone with an account), `public`, or `key:…`: other systems only. */
  permission: Permission | 'signed_in' | 'public' | KeyPermission;
  /** With a key's permission: the gateway's own signature does as well. */
  signed?: boolean;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response?: z.ZodType;
  /** Answers a list in the simple-rest dialect. */
  list?: ListSpec;
  status?: number;
  /** The body is a file, read as a stream; opens no transaction of its own. */
  upload?: boolean;
  /** What such a body may be; any kind of bytes when left out. */
  accepts?: readonly string[];
  /** `run` writes the reply itself. */
  download?: boolean;
  /** Writes need no transaction around them (the service opens its own, shorter ones). */
  ownTransaction?: boolean;
}

/** A route as data: the application, the OpenAPI document and the tests are all made from it. */
export interface Endpoint<F> extends EndpointMeta {
  run(call: Call<F, never, never, never>): Promise<unknown>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
type Reply<S> = S extends z.ZodType ? z.input<S> : void;

/**
 * Makes typed endpoints for a feature that needs `F` of the graph:
 * `const { route, list, record } = endpointsFor<Needs>()`.
 */
export function endpointsFor<F>() {
  return {
    record: recordEndpoints<F>(),

    route<
      P extends z.ZodType | undefined = undefined,
      Q extends z.ZodType | undefined = undefined,
      B extends z.ZodType | undefined = undefined,
      R extends z.ZodType | undefined = undefined,
    >(
      definition: Omit<EndpointMeta, 'params' | 'query' | 'body' | 'response' | 'list'> & {
        params?: P;
        query?: Q;
        body?: B;
        response?: R;
        run(call: Call<F, Out<P>, Out<Q>, Out<B>>): Promise<Reply<R>>;
      },
    ): Endpoint<F> {
      return definition;
    },

    list<Spec extends ListSpec, R extends z.ZodType>(
      definition: Omit<EndpointMeta, 'method' | 'query' | 'body' | 'response' | 'list'> & {
        list: Spec;
        response: R;
        run(
          call: Omit<Call<F, unknown, unknown, unknown>, 'query'> & {
            list: ListQuery<FilterOf<Spec>>;
          },
        ): Promise<ListResult<z.input<R>>>;
      },
    ): Endpoint<F> {
      return { ...definition, method: 'get' } as unknown as Endpoint<F>;
    },
  };
}
