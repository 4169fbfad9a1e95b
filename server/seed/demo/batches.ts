import type { DemoScene } from '../demo.ts';
export async function loadBatches(_scene: DemoScene): Promise<void> {
  await Promise.resolve();
}
