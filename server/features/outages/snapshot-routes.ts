import { snapshotRecord } from '#contract/outages.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { snapshotList, type SnapshotReads } from './snapshot-reads.ts';

interface Needs {
  snapshotReads: SnapshotReads;
}

const { list } = endpointsFor<Needs>();

export const snapshotRoutes = [
  list({
    path: '/snapshots',
    tag: 'outages',
    summary: 'Snapshots of lines',
    permission: 'outages.read',
    list: snapshotList,
    response: snapshotRecord,
    run: ({ f, list: query }) => f.snapshotReads.list(query),
  }),
];
