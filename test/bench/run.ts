/** `npm run bench -- <name> [options]`: each bench prints its figure beside its bar of the quality page. */
const benches: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  jobs: () => import('./jobs.ts'),
  list: () => import('./list.ts'),
  export: () => import('./export.ts'),
  reconcile: () => import('./reconcile.ts'),
  ingest: () => import('./ingest.ts'),
  resync: () => import('./resync.ts'),
  seed: () => import('./seed.ts'),
  demo: () => import('./demo.ts'),
  start: () => import('./start.ts'),
  weights: () => import('./weights.ts'),
  'initial-js': () => import('./initial-js.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = benches[name];
if (load === undefined) {
  process.stderr.write(`Which one? ${Object.keys(benches).join(', ')}\n`);
  process.exit(64);
}
await (await load()).run(args);

export {};
