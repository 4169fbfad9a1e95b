import { auditRecord, sealStatus } from '#contract/audit.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { auditList, type AuditReads } from './audit-reads.ts';

interface Needs {
  auditReads: AuditReads;
}

const { route, list } = endpointsFor<Needs>();

export const auditRoutes = [
  list({
    path: '/audit-events',
    tag: 'audit',
    summary: 'The audit trail, as far as the role reads it',
    permission: 'audit.read',
    list: auditList,
    response: auditRecord,
    run: ({ f, ctx, list: query }) => f.auditReads.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/audit/seal-status',
    tag: 'audit',
    summary: 'How far the trail is numbered and chained',
    permission: 'audit.read',
    response: sealStatus,
    run: ({ f }) => f.auditReads.sealStatus(),
  }),
];
