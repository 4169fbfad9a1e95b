import type { DemoScene } from '../demo.ts';
export async function loadOutages(_scene: DemoScene): Promise<void> {
  await Promise.resolve();
}
