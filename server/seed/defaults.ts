import type { ActionContext } from '#domain/context.ts';
import type { Features } from '../compose.ts';

/** What every installation starts from: catalogue, mapping, calendars, weight profile, policy. */
export async function installDefaults(features: Features, ctx: ActionContext): Promise<void> {
  await features.inTransaction(async (f) => {
    await f.ensureCatalogue(ctx);
    await f.messageTemplates.ensureTemplates(ctx);
    await f.calendars.ensureCalendars(ctx);
    await f.weightProfiles.ensureDefaultProfile(ctx);
    await f.policies.ensureDefaultPolicy(ctx);
    await f.clockPolicies.ensureShipped(ctx);
  });
}
