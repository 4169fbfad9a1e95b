import { liveTypes, type LiveEvent, type LiveType } from '#contract/events.ts';
import { inAreas } from '#domain/area-range.ts';
import type { Actor } from '#domain/context.ts';
import { roleMay, type Permission } from '#domain/permissions.ts';

/** One audit event, as far as a live event may tell of it. */
export interface ChangeNews {
  id: string;
  subjectType: string;
  subjectId: string;
  state: string | null;
}

/** Who may hear of a type. `area`: which one is told only to those who may read the record's area. */
const audience: Readonly<Record<LiveType, { permission: Permission; bound: 'area' | 'none' }>> = {
  case: { permission: 'cases.read', bound: 'area' },
  cause_group: { permission: 'groups.read', bound: 'none' },
  rule_review: { permission: 'groups.read', bound: 'none' },
  plan: { permission: 'plans.read', bound: 'area' },
  bulk_job: { permission: 'plans.read', bound: 'area' },
  task: { permission: 'tasks.read', bound: 'area' },
  notices: { permission: 'messages.read', bound: 'area' },
  message_template: { permission: 'messages.read', bound: 'none' },
  clock_policy: { permission: 'clocks.read', bound: 'none' },
  view: { permission: 'cases.read', bound: 'area' },
  system: { permission: 'systems.read', bound: 'none' },
  bill_run: { permission: 'systems.read', bound: 'none' },
  outage: { permission: 'outages.read', bound: 'none' },
  batch: { permission: 'batches.read', bound: 'none' },
  recovery: { permission: 'recoveries.read', bound: 'none' },
  import: { permission: 'imports.read', bound: 'none' },
  export: { permission: 'exports.make', bound: 'area' },
  catalogue: { permission: 'catalogue.read', bound: 'none' },
  catalogue_version: { permission: 'catalogue.read', bound: 'none' },
  mapping_version: { permission: 'catalogue.read', bound: 'none' },
  policy: { permission: 'policies.read', bound: 'none' },
  weight_profile: { permission: 'weights.read', bound: 'none' },
  calendar: { permission: 'weights.read', bound: 'none' },
  staff: { permission: 'staff.read', bound: 'none' },
  api_key: { permission: 'keys.manage', bound: 'none' },
  webhook: { permission: 'webhooks.manage', bound: 'none' },
};

const isLiveType = (type: string): type is LiveType =>
  (liveTypes as readonly string[]).includes(type);

/**
 * What this person is told of a change: null for what the role may not read or, of a case, what lies outside the
 * person's areas. Of other things that hang on cases, someone narrowed to areas hears only that there were any.
 */
export function eventFor(
  actor: Pick<Actor, 'role' | 'areaCodes'>,
  news: ChangeNews,
  areaOfCase: (caseId: string) => string | undefined,
): LiveEvent | null {
  if (actor.role === 'system' || !isLiveType(news.subjectType)) return null;
  const { permission, bound } = audience[news.subjectType];
  if (!roleMay(actor.role, permission)) return null;
  const told = { type: news.subjectType, id: news.subjectId, state: news.state };
  if (bound === 'none' || actor.areaCodes.length === 0) return told;
  if (news.subjectType !== 'case') return { type: news.subjectType, id: null, state: null };
  const area = areaOfCase(news.subjectId);
  return area !== undefined && inAreas(area, actor.areaCodes) ? told : null;
}
