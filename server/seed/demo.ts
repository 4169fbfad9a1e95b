import type { ActionContext } from '#domain/context.ts';
import type { Runtime } from '../runtime.ts';

export interface DemoOptions {
  lines: number;
  gatewayUrl: string | undefined;
}

export async function loadDemo(
  _runtime: Runtime,
  _ctx: ActionContext,
  _options: DemoOptions,
): Promise<void> {
  await Promise.resolve();
}
