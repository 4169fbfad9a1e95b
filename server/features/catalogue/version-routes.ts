import { z } from 'zod';
import {
  addRuleBody,
  applyMappingBody,
  catalogueVersionRecord,
  changeRuleBody,
  codeBody,
  mapCodeBody,
  mappingRuleRecord,
  mappingRunRecord,
  mappingVersionRecord,
  removeRuleBody,
  setCodeBody,
  tryMappingBody,
  unmappedShare,
  versionVerbBody,
} from '#contract/catalogue.ts';
import { idParams } from '#contract/common.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { MappingRuns } from './mapping-runs.ts';
import type { MappingService } from './mapping-service.ts';
import { versionList, type VersionReads } from './version-reads.ts';
import type { VersionService } from './version-service.ts';

interface Needs {
  catalogueVersions: VersionService;
  mappings: MappingService;
  mappingRuns: MappingRuns;
  versionReads: VersionReads;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'catalogue';
const mappingVersion = record({
  tag,
  response: mappingVersionRecord,
  show: (f, _ctx, id) => f.versionReads.mappingVersion(id),
});
const catalogueVersion = record({
  tag,
  response: catalogueVersionRecord,
  show: (f, _ctx, id) => f.versionReads.catalogueVersion(id),
});

const catalogue = [
  list({
    path: '/catalogue-versions',
    tag,
    summary: 'Versions of the catalogue, with what each changes',
    permission: 'catalogue.read',
    list: versionList,
    response: catalogueVersionRecord,
    run: ({ f, list: query }) => f.versionReads.catalogueVersions(query),
  }),
  catalogueVersion.get('/catalogue-versions/:id', {
    permission: 'catalogue.read',
    summary: 'One version of the catalogue',
  }),
  catalogueVersion.make('/catalogue-versions', {
    permission: 'catalogue.edit',
    summary: 'The draft under way, or a new one',
    run: (f, ctx) => f.catalogueVersions.draft(ctx),
  }),
  catalogueVersion.post('/catalogue-versions/:id/set-code', {
    permission: 'catalogue.edit',
    summary: 'Change or add a code',
    body: setCodeBody,
    run: (f, ...act) => f.catalogueVersions.setCode(...act),
  }),
  catalogueVersion.post('/catalogue-versions/:id/remove-code', {
    permission: 'catalogue.edit',
    summary: 'Take an unused code away',
    body: codeBody,
    run: (f, ...act) => f.catalogueVersions.removeCode(...act),
  }),
  catalogueVersion.post('/catalogue-versions/:id/keep-code', {
    permission: 'catalogue.edit',
    summary: 'Leave a code as it stands',
    body: codeBody,
    run: (f, ...act) => f.catalogueVersions.keepCode(...act),
  }),
  catalogueVersion.post('/catalogue-versions/:id/submit', {
    permission: 'catalogue.edit',
    summary: 'Hand it in',
    body: versionVerbBody,
    run: (f, ...act) => f.catalogueVersions.submit(...act),
  }),
  catalogueVersion.post('/catalogue-versions/:id/return', {
    permission: 'catalogue.read',
    summary: 'Back to draft',
    body: versionVerbBody,
    run: (f, ...act) => f.catalogueVersions.returnToDraft(...act),
  }),
  catalogueVersion.post('/catalogue-versions/:id/publish', {
    permission: 'catalogue.publish',
    summary: 'Put it in force; not by a maker',
    body: versionVerbBody,
    run: (f, ...act) => f.catalogueVersions.publish(...act),
  }),
];

const mapping = [
  list({
    path: '/mapping-versions',
    tag,
    summary: 'Versions of the mapping',
    permission: 'catalogue.read',
    list: versionList,
    response: mappingVersionRecord,
    run: ({ f, list: query }) => f.versionReads.mappingVersions(query),
  }),
  mappingVersion.get('/mapping-versions/:id', {
    permission: 'catalogue.read',
    summary: 'One version of the mapping',
  }),
  route({
    method: 'get',
    path: '/mapping-versions/:id/rules',
    tag,
    summary: 'Its rules with their difference to the published ones',
    permission: 'catalogue.read',
    params: idParams,
    response: z.array(mappingRuleRecord),
    run: ({ f, params }) => f.versionReads.rules(params.id),
  }),
  route({
    method: 'post',
    path: '/mapping-versions',
    tag,
    summary: 'The draft under way, or a new one',
    permission: 'catalogue.edit',
    response: mappingVersionRecord,
    status: 201,
    run: async ({ f, ctx }) => f.versionReads.mappingVersion((await f.mappings.draft(ctx)).id),
  }),
  route({
    method: 'post',
    path: '/unmapped-codes/map',
    tag,
    summary: 'A rule for one raw code, into the draft',
    permission: 'catalogue.edit',
    body: mapCodeBody,
    response: mappingVersionRecord,
    run: async ({ f, ctx, body }) =>
      f.versionReads.mappingVersion(await f.mappings.mapCode(ctx, body)),
  }),
  route({
    method: 'get',
    path: '/unmapped-codes/share',
    tag,
    summary: 'How many of the cases of 30 days no rule maps',
    permission: 'catalogue.read',
    response: unmappedShare,
    run: ({ f }) => f.versionReads.unmappedShare(),
  }),
  mappingVersion.post('/mapping-versions/:id/add-rule', {
    permission: 'catalogue.edit',
    summary: 'Add a rule to a draft',
    body: addRuleBody,
    run: (f, ...act) => f.mappings.addRule(...act),
  }),
  mappingVersion.post('/mapping-versions/:id/change-rule', {
    permission: 'catalogue.edit',
    summary: 'Change a rule',
    body: changeRuleBody,
    run: (f, ...act) => f.mappings.changeRule(...act),
  }),
  mappingVersion.post('/mapping-versions/:id/remove-rule', {
    permission: 'catalogue.edit',
    summary: 'Remove a rule',
    body: removeRuleBody,
    run: (f, ...act) => f.mappings.removeRule(...act),
  }),
  mappingVersion.post('/mapping-versions/:id/submit', {
    permission: 'catalogue.edit',
    summary: 'Hand it in',
    body: versionVerbBody,
    run: (f, ...act) => f.mappings.submit(...act),
  }),
  mappingVersion.post('/mapping-versions/:id/return', {
    permission: 'catalogue.read',
    summary: 'Back to draft',
    body: versionVerbBody,
    run: (f, ...act) => f.mappings.returnToDraft(...act),
  }),
  mappingVersion.post('/mapping-versions/:id/publish', {
    permission: 'catalogue.publish',
    summary: 'Put it in force once it was tried; not by a maker',
    body: versionVerbBody,
    run: (f, ...act) => f.mappings.publish(...act),
  }),
];

const running = [
  route({
    method: 'post',
    path: '/mapping-versions/:id/try',
    tag,
    summary: 'Try its rules on stored cases',
    permission: 'catalogue.read',
    params: idParams,
    body: tryMappingBody,
    response: mappingRunRecord,
    run: async ({ f, ctx, params, body }) =>
      f.versionReads.run(await f.mappingRuns.try(ctx, params.id, body)),
  }),
  route({
    method: 'post',
    path: '/mapping-versions/:id/apply',
    tag,
    summary: 'Give open cases the codes of the published version',
    permission: 'catalogue.publish',
    params: idParams,
    body: applyMappingBody,
    response: mappingRunRecord,
    run: async ({ f, ctx, params, body }) =>
      f.versionReads.run(await f.mappingRuns.apply(ctx, params.id, body)),
  }),
  route({
    method: 'get',
    path: '/mapping-versions/:id/runs',
    tag,
    summary: 'What was tried and applied, newest first',
    permission: 'catalogue.read',
    params: idParams,
    response: z.array(mappingRunRecord),
    run: ({ f, params }) => f.versionReads.runsOf(params.id),
  }),
  route({
    method: 'get',
    path: '/mapping-runs/:id',
    tag,
    summary: 'One try-out or application with its progress',
    permission: 'catalogue.read',
    params: idParams,
    response: mappingRunRecord,
    run: ({ f, params }) => f.versionReads.run(params.id),
  }),
  route({
    method: 'post',
    path: '/mapping-runs/:id/cancel',
    tag,
    summary: 'Stop it; what was changed stays changed',
    permission: 'catalogue.edit',
    params: idParams,
    response: mappingRunRecord,
    run: async ({ f, ctx, params }) => {
      await f.mappingRuns.cancel(ctx, params.id);
      return f.versionReads.run(params.id);
    },
  }),
];

export const versionRoutes = [...catalogue, ...mapping, ...running];
