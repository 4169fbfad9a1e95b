import type { ActionContext } from '#domain/context.ts';
import type { Features } from '../compose.ts';

/** What every installation starts from: catalogue, mapping, calendars, weight profile, policy. */
export async function installDefaults(_features: Features, _ctx: ActionContext): Promise<void> {
  await Promise.resolve();
}
