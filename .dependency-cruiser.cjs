/** The layers of the house. `from` may not reach `to`; tests and bundling config are free. */
const inFeature = '^server/features/([^/]+)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-imports-nothing-else',
      severity: 'error',
      from: { path: '^server/domain/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server/(?!domain/)|client/|migrations/|test/)' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^server/domain/', pathNot: '\\.test\\.ts$' },
      to: {
        path: 'node_modules',
        pathNot: 'node_modules/(temporal-polyfill|temporal-spec|chinese-days)/',
      },
    },
    {
      name: 'domain-no-io',
      severity: 'error',
      from: { path: '^server/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-imports-domain-and-zod',
      severity: 'error',
      from: { path: '^server/contract/' },
      to: { pathNot: '^(server/(contract|domain)/|node_modules/zod/)' },
    },
    {
      name: 'client-imports-contract-and-domain',
      severity: 'error',
      from: { path: '^client/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(server/(?!contract/|domain/)|migrations/|test/)' },
    },
    {
      name: 'server-does-not-import-client',
      severity: 'error',
      from: { path: '^(server|migrations)/', pathNot: '^server/dev\\.ts$' },
      to: { path: '^client/' },
    },
    {
      name: 'services-know-no-database-nor-http',
      severity: 'error',
      from: { path: '-service\\.ts$', pathNot: 'session-service\\.ts$' },
      to: { path: 'node_modules/(knex|express)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-meet-in-compose',
      severity: 'error',
      from: { path: inFeature, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^server/features/',
        pathNot: ['^server/features/$1/', '^server/features/audit/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stores-know-no-http',
      severity: 'error',
      from: { path: '-store\\.ts$' },
      to: { path: '^(server/http/|node_modules/express/)' },
    },
    {
      name: 'routes-know-no-database',
      severity: 'error',
      from: { path: '-routes\\.ts$', pathNot: '^server/gateway-sim/' },
      to: { path: '^(node_modules/knex/|server/db/)' },
    },
    {
      name: 'connectors-only-in-jobs-and-runtime',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot:
          '^server/(connectors/|gateway-sim/|jobs/|runtime\\.ts|seed/|features/[^/]+/[^/]*(job|dispatch)[^/]*\\.ts|.*\\.test\\.ts)',
      },
      to: { path: '^server/connectors/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
