/** Every page a role can open by itself, without a record. */
export const pagesOf = {
  supervisor: [
    '/cases',
    '/imports',
    '/imports/create',
    '/outages',
    '/weight-profiles',
    '/policies',
    '/compensation-batches',
    '/compensation-batches/create',
    '/dashboard',
    '/failure-codes',
    '/audit-events',
    '/account',
  ],
  network_ops: ['/outages/create', '/cases', '/weight-profiles'],
  administrator: [
    '/staff',
    '/staff/create',
    '/access-keys',
    '/access-keys/create',
    '/webhooks',
    '/webhooks/create',
    '/audit-events',
  ],
} as const;
