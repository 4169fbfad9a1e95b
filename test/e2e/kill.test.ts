import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEachEngine } from '#test/support/engines.ts';
import { bulkStory } from '#test/support/killing/bulk-story.ts';
import { startInstallation, type Installation } from '#test/support/killing/installation.ts';
import { messageStory } from '#test/support/killing/message-story.ts';
import { resyncStory, sideBySide } from '#test/support/killing/resync-story.ts';

/** A few kills of each kind; the long run tells the same stories many times over, and those of long jobs. */
onEachEngine('A worker killed with SIGKILL', (engine) => {
  let inst: Installation;
  beforeEach(async () => {
    inst = await startInstallation(engine);
  });
  afterEach(() => inst.close());

  it('loses no order and sends none twice, wherever in a call it stood', async () => {
    expect(await resyncStory(inst, 4)).toHaveLength(4);
  });

  it('leaves no id of a bulk plan without its one result', async () => {
    expect(await bulkStory(inst, 1)).toHaveLength(1);
  });

  it('sends every message once', async () => {
    expect(await messageStory(inst, 2)).toHaveLength(2);
  });

  it.skipIf(engine === 'sqlite')('leaves its cases to the worker beside it', () =>
    sideBySide(inst, 'killed'),
  );
});
