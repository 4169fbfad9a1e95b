import { expect, it } from 'vitest';
import { onEachEngine } from '#test/support/engines.ts';
import { startInstallation } from '#test/support/killing/installation.ts';
import { longJobStory } from '#test/support/killing/long-job-story.ts';
import { longJobs } from '#test/support/killing/long-jobs.ts';

/** One step more than kills: the job never finishes between two of them. */
const KILLS = Number(process.env['REDRESS_TEST_KILLS'] ?? 6);
const MINUTES = 60_000;

onEachEngine('A long job killed in one step after the other', (engine) => {
  it.each(Object.entries(longJobs))(
    '%s once',
    async (title, begin) => {
      const inst = await startInstallation(engine);
      const lines = await longJobStory(inst, begin, KILLS).finally(() => inst.close());
      expect(lines).toHaveLength(KILLS);
      process.stdout.write(`\n${title} (${engine})\n${lines.map((l) => `  ${l}\n`).join('')}`);
    },
    KILLS * 4 * MINUTES,
  );
});
