import { z } from 'zod';
import { wireError } from '#contract/common.ts';
import { scopeOf } from '#domain/key-scopes.ts';
import type { EndpointMeta } from './endpoint.ts';
import { SIGNATURE_HEADER } from '../security/signature.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the route table. */
export function openApiDocument(endpoints: readonly EndpointMeta[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    (paths[path] ??= {})[endpoint.method] = operation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Redress', version },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Error: schemaOf(wireError, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'redress' },
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `rk_…`' },
        signature: { type: 'apiKey', in: 'header', name: SIGNATURE_HEADER },
      },
    },
  };
}

function operation(endpoint: EndpointMeta): Json {
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    'x-permission': endpoint.permission,
    ...securityOf(endpoint),
    parameters: parameters(endpoint),
    ...(endpoint.body === undefined
      ? {}
      : { requestBody: { required: true, content: jsonContent(endpoint.body, 'input') } }),
    ...(endpoint.upload === true
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              (endpoint.accepts ?? ['application/octet-stream']).map((type) => [
                type,
                { schema: { type: 'string', format: 'binary' } },
              ]),
            ),
          },
        }
      : {}),
    responses: {
      [String(endpoint.status ?? 200)]: success(endpoint),
      default: {
        description: 'Refused: the code says why, `errors` names the fields',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function securityOf(endpoint: EndpointMeta): Json {
  if (endpoint.permission === 'public') return {};
  if (scopeOf(endpoint.permission) === null) return { security: [{ session: [] }] };
  return { security: [{ key: [] }, ...(endpoint.signed === true ? [{ signature: [] }] : [])] };
}

function success(endpoint: EndpointMeta): Json {
  if (endpoint.list !== undefined && endpoint.response !== undefined)
    return {
      description: 'One page of the list',
      headers: {
        'X-Total-Count': { schema: { type: 'integer' }, description: 'All matching rows' },
        'X-Total-Bounded': {
          schema: { type: 'string' },
          description: '`true`: counting stopped there',
        },
      },
      content: jsonContent(z.array(endpoint.response), 'output'),
    };
  if (endpoint.response === undefined) return { description: 'Done' };
  return { description: 'Done', content: jsonContent(endpoint.response, 'output') };
}

function parameters(endpoint: EndpointMeta): Json[] {
  const list = endpoint.list;
  const listParameters: Json[] =
    list === undefined
      ? []
      : [
          {
            name: 'filter',
            in: 'query',
            description: 'JSON object; an empty list of values means no rows',
            content: jsonContent(z.strictObject(list.filters).partial(), 'input'),
          },
          { name: 'range', in: 'query', schema: { type: 'string', examples: ['[0,24]'] } },
          {
            name: 'sort',
            in: 'query',
            description: `Fields: ${Object.keys(list.sorts).join(', ')}`,
            schema: { type: 'string', examples: [JSON.stringify(list.defaultSort)] },
          },
        ];
  return [
    ...fieldsOf(endpoint.params, 'path'),
    ...fieldsOf(endpoint.query, 'query'),
    ...listParameters,
  ];
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const json = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }));
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
