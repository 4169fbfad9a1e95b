import {
  areaRecord,
  codeMappingRecord,
  failureCodeRecord,
  productRecord,
  unmappedCodeRecord,
} from '#contract/catalogue.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import {
  areaList,
  codeMappingList,
  failureCodeList,
  productList,
  unmappedCodeList,
  type CatalogueReads,
} from './catalogue-reads.ts';

interface Needs {
  catalogueReads: CatalogueReads;
}

const { list } = endpointsFor<Needs>();
const tag = 'catalogue';

export const catalogueRoutes = [
  list({
    path: '/failure-codes',
    tag,
    summary: 'Why unsubscribes fail, and what then',
    permission: 'catalogue.read',
    list: failureCodeList,
    response: failureCodeRecord,
    run: ({ f, list: query }) => f.catalogueReads.failureCodes(query),
  }),
  list({
    path: '/code-mappings',
    tag,
    summary: 'The published rules that turn raw codes and texts into failure codes',
    permission: 'catalogue.read',
    list: codeMappingList,
    response: codeMappingRecord,
    run: ({ f, list: query }) => f.catalogueReads.codeMappings(query),
  }),
  list({
    path: '/unmapped-codes',
    tag,
    summary: 'Raw codes that no rule maps, the most frequent first',
    permission: 'catalogue.read',
    list: unmappedCodeList,
    response: unmappedCodeRecord,
    run: ({ f, ctx, list: query }) => f.catalogueReads.unmappedCodes(ctx.actor, query),
  }),
  list({
    path: '/products',
    tag,
    summary: 'Products and their partners',
    permission: 'catalogue.read',
    list: productList,
    response: productRecord,
    run: ({ f, list: query }) => f.catalogueReads.products(query),
  }),
  list({
    path: '/areas',
    tag,
    summary: 'Provinces, cities and districts',
    permission: 'signed_in',
    list: areaList,
    response: areaRecord,
    run: ({ f, list: query }) => f.catalogueReads.areas(query),
  }),
];
