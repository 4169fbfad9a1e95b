import type { z } from 'zod';
import { idParams } from '#contract/common.ts';
import type { ActionContext } from '#domain/context.ts';
import type { Endpoint, EndpointMeta } from './endpoint.ts';

/** What the routes of one record share: where they are listed, and how they answer. */
interface RecordDefinition<F, R extends z.ZodType> {
  tag: string;
  response: R;
  /** The record as it stands now, refused where the caller may not see it. Ends every route below. */
  show(f: F, ctx: ActionContext, id: string): Promise<z.input<R>>;
  /** Where an act itself would not: refuses what the caller may not see, before anything is done to it. */
  assertSeen?(f: F, ctx: ActionContext, id: string): Promise<unknown>;
}

type Shared = Pick<EndpointMeta, 'permission' | 'summary'>;
type Sent<B> = B extends z.ZodType ? z.output<B> : undefined;

interface Act<F, B extends z.ZodType | undefined> extends Shared {
  body?: B;
  run(f: F, ctx: ActionContext, id: string, body: Sent<B>): Promise<unknown>;
}

interface Making<F, B extends z.ZodType | undefined> extends Shared {
  body?: B;
  /** Answers the id of what it made. */
  run(f: F, ctx: ActionContext, body: Sent<B>): Promise<string>;
}

interface RecordCall<F> {
  f: F;
  ctx: ActionContext;
  params: z.output<typeof idParams>;
  body: never;
}

/**
 * The routes that act on one record and answer it: nothing is said twice but the path, so that it can be searched for.
 * What answers something else is a plain `route`.
 */
export function recordEndpoints<F>() {
  return <R extends z.ZodType>({ tag, response, show, assertSeen }: RecordDefinition<F, R>) => {
    const act =
      (method: 'post' | 'put') =>
      <B extends z.ZodType | undefined = undefined>(
        path: string,
        { run, ...meta }: Act<F, B>,
      ): Endpoint<F> => ({
        method,
        path,
        tag,
        ...meta,
        params: idParams,
        response,
        run: async ({ f, ctx, params, body }: RecordCall<F>) => {
          await assertSeen?.(f, ctx, params.id);
          await run(f, ctx, params.id, body);
          return show(f, ctx, params.id);
        },
      });

    return {
      /** The record as it stands. */
      get: (path: string, meta: Shared): Endpoint<F> => ({
        method: 'get',
        path,
        tag,
        ...meta,
        params: idParams,
        response,
        run: ({ f, ctx, params }: RecordCall<F>) => show(f, ctx, params.id),
      }),
      /** Makes one: 201 with the record. */
      make: <B extends z.ZodType | undefined = undefined>(
        path: string,
        { run, ...meta }: Making<F, B>,
      ): Endpoint<F> => ({
        method: 'post',
        path,
        tag,
        ...meta,
        response,
        status: 201,
        run: async ({ f, ctx, body }: RecordCall<F>) => show(f, ctx, await run(f, ctx, body)),
      }),
      /** Changes its fields. */
      put: act('put'),
      /** A verb on it. */
      post: act('post'),
    };
  };
}
