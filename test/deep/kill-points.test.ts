import { expect, it } from 'vitest';
import { onEachEngine } from '#test/support/engines.ts';
import { bulkStory } from '#test/support/killing/bulk-story.ts';
import { startInstallation, type Installation } from '#test/support/killing/installation.ts';
import { messageStory } from '#test/support/killing/message-story.ts';
import {
  callPoints,
  resyncStory,
  sideBySide,
  writtenBeside,
} from '#test/support/killing/resync-story.ts';

/** Kills of each kind; re-sync and messages meet each of their points so often. */
const KILLS = Number(process.env['REDRESS_TEST_KILLS'] ?? 6);
const MINUTES = 60_000;

/** Says after each kill what the tables and the gateway's log showed. */
const stories: Readonly<Record<string, (inst: Installation) => Promise<string[]>>> = {
  'loses no order and sends none twice': (inst) => resyncStory(inst, KILLS * callPoints.length),
  'leaves no id of a bulk plan without its one result': (inst) => bulkStory(inst, KILLS),
  'sends every message once': (inst) => messageStory(inst, KILLS * callPoints.length),
  'lives on beside another process that writes': (inst) => writtenBeside(inst, KILLS),
};

onEachEngine('A worker killed many times over', (engine) => {
  async function told(story: (inst: Installation) => Promise<string[]>): Promise<string[]> {
    const inst = await startInstallation(engine);
    return story(inst).finally(() => inst.close());
  }

  it.each(Object.keys(stories))(
    '%s',
    async (title) => {
      const lines = await told(stories[title] ?? (() => Promise.resolve([])));
      expect(lines.length).toBeGreaterThanOrEqual(KILLS);
      process.stdout.write(`\n${title} (${engine})\n${lines.map((l) => `  ${l}\n`).join('')}`);
    },
    KILLS * 4 * MINUTES,
  );

  // Frozen in the midst of a write it would keep a SQLite file to itself.
  const ends = engine === 'sqlite' ? (['killed'] as const) : (['killed', 'frozen'] as const);
  it.each(ends)(
    'leaves everything to the worker beside it when %s, and writes nothing if it wakes',
    async (end) => {
      for (let time = 0; time < KILLS; time += 1)
        await told(async (inst) => {
          await sideBySide(inst, end);
          return [];
        });
    },
    KILLS * MINUTES,
  );
});
