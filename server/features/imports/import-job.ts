import { z } from 'zod';
import type { ActionContext } from '#domain/context.ts';
import { roles } from '#domain/permissions.ts';
import type { Job } from '../../jobs/queue.ts';
import type { JobEnd, JobTools } from '../../jobs/runner.ts';
import type { World } from '../../world.ts';
import { runImport, type ImportMode, type ImportRunFeatures } from './import-run.ts';

/** Who set the run going: what lands is theirs. */
const payload = z.object({
  actor: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum([...roles, 'system']),
    areaCodes: z.array(z.string()),
  }),
  requestId: z.string(),
});

/** Jobs of imports. Begun again after a crash or a stop they go on behind the last landed batch. */
export function importJobs(around: { world: World; features: ImportRunFeatures }) {
  const handler =
    (mode: ImportMode) =>
    async (job: Job, tools: JobTools<ImportRunFeatures>): Promise<JobEnd> => {
      const ctx: ActionContext = payload.parse(job.payload);
      const end = await runImport(ctx, job.subjectId, mode, {
        world: around.world,
        outside: around.features,
        tools,
      });
      return end === 'put_off' ? { again: around.world.now() } : undefined;
    };
  return { 'import.dry_run': handler('dry_run'), 'import.commit': handler('commit') };
}
