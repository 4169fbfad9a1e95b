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
import type { ActionContext } from '#domain/context.ts';
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

const { route, list } = endpointsFor<Needs>();
const tag = 'catalogue';

/** A POST on a catalogue version that answers the version as it then is. */
const onCatalogue = <B extends z.ZodType>(
  verb: string,
  summary: string,
  permission: 'catalogue.edit' | 'catalogue.publish' | 'catalogue.read',
  body: B,
  act: (f: Needs, ctx: ActionContext, id: string, body: z.output<B>) => Promise<void>,
) =>
  route({
    method: 'post',
    path: `/catalogue-versions/:id/${verb}`,
    tag,
    summary,
    permission,
    params: idParams,
    body,
    response: catalogueVersionRecord,
    run: async ({ f, ctx, params, body: input }) => {
      await act(f, ctx, params.id, input as z.output<B>);
      return f.versionReads.catalogueVersion(params.id);
    },
  });

/** The same on a mapping version. */
const onMapping = <B extends z.ZodType>(
  verb: string,
  summary: string,
  permission: 'catalogue.edit' | 'catalogue.publish' | 'catalogue.read',
  body: B,
  act: (f: Needs, ctx: ActionContext, id: string, body: z.output<B>) => Promise<void>,
) =>
  route({
    method: 'post',
    path: `/mapping-versions/:id/${verb}`,
    tag,
    summary,
    permission,
    params: idParams,
    body,
    response: mappingVersionRecord,
    run: async ({ f, ctx, params, body: input }) => {
      await act(f, ctx, params.id, input as z.output<B>);
      return f.versionReads.mappingVersion(params.id);
    },
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
  route({
    method: 'get',
    path: '/catalogue-versions/:id',
    tag,
    summary: 'One version of the catalogue',
    permission: 'catalogue.read',
    params: idParams,
    response: catalogueVersionRecord,
    run: ({ f, params }) => f.versionReads.catalogueVersion(params.id),
  }),
  route({
    method: 'post',
    path: '/catalogue-versions',
    tag,
    summary: 'The draft under way, or a new one',
    permission: 'catalogue.edit',
    response: catalogueVersionRecord,
    status: 201,
    run: async ({ f, ctx }) =>
      f.versionReads.catalogueVersion(await f.catalogueVersions.draft(ctx)),
  }),
  onCatalogue('set-code', 'Change or add a code', 'catalogue.edit', setCodeBody, (f, ...a) =>
    f.catalogueVersions.setCode(...a),
  ),
  onCatalogue('remove-code', 'Take an unused code away', 'catalogue.edit', codeBody, (f, ...a) =>
    f.catalogueVersions.removeCode(...a),
  ),
  onCatalogue('keep-code', 'Leave a code as it stands', 'catalogue.edit', codeBody, (f, ...a) =>
    f.catalogueVersions.keepCode(...a),
  ),
  onCatalogue('submit', 'Hand it in', 'catalogue.edit', versionVerbBody, (f, ...a) =>
    f.catalogueVersions.submit(...a),
  ),
  onCatalogue('return', 'Back to draft', 'catalogue.read', versionVerbBody, (f, ...a) =>
    f.catalogueVersions.returnToDraft(...a),
  ),
  onCatalogue(
    'publish',
    'Put it in force; not by a maker',
    'catalogue.publish',
    versionVerbBody,
    (f, ...a) => f.catalogueVersions.publish(...a),
  ),
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
  route({
    method: 'get',
    path: '/mapping-versions/:id',
    tag,
    summary: 'One version of the mapping',
    permission: 'catalogue.read',
    params: idParams,
    response: mappingVersionRecord,
    run: ({ f, params }) => f.versionReads.mappingVersion(params.id),
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
  onMapping('add-rule', 'Add a rule to a draft', 'catalogue.edit', addRuleBody, (f, ...a) =>
    f.mappings.addRule(...a),
  ),
  onMapping('change-rule', 'Change a rule', 'catalogue.edit', changeRuleBody, (f, ...a) =>
    f.mappings.changeRule(...a),
  ),
  onMapping('remove-rule', 'Remove a rule', 'catalogue.edit', removeRuleBody, (f, ...a) =>
    f.mappings.removeRule(...a),
  ),
  onMapping('submit', 'Hand it in', 'catalogue.edit', versionVerbBody, (f, ...a) =>
    f.mappings.submit(...a),
  ),
  onMapping('return', 'Back to draft', 'catalogue.read', versionVerbBody, (f, ...a) =>
    f.mappings.returnToDraft(...a),
  ),
  onMapping(
    'publish',
    'Put it in force once it was tried; not by a maker',
    'catalogue.publish',
    versionVerbBody,
    (f, ...a) => f.mappings.publish(...a),
  ),
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
