import type { z } from 'zod';
import type {
  copyProfileBody,
  measureQuery,
  MeasureResult,
  profileVerbBody,
  publishProfileBody,
  updateProfileBody,
} from '#contract/weights.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { makerOf } from '#domain/versions.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import {
  compileProfile,
  defaultBands,
  mergeBands,
  validateBands,
  weightedPieces,
  weightedTotal,
} from '#domain/weights.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ProfileChange, WeightProfile, WeightProfileStore } from './weight-profile-store.ts';

export interface WeightProfileServiceNeeds {
  store: WeightProfileStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  nextId(): string;
  calendar(id: string): Promise<Calendar>;
  calendarExists(id: string): Promise<boolean>;
}

/** The shipped profile has a fixed id, so that two servers starting at once install it once. */
const DEFAULT_PROFILE_ID = '00000000000000000000000001';
const DEFAULT_CALENDAR_ID = 'CN';
const MAX_MEASURE_MS = 400 * 86_400_000;

type Verb = z.output<typeof profileVerbBody>;

/** Weight profiles: drafts are edited by many, published by somebody else, and then never change. */
export function createWeightProfileService(needs: WeightProfileServiceNeeds) {
  const { store } = needs;
  const acts = versionActs<WeightProfile, ProfileChange>({
    store,
    audit: needs.audit,
    now: () => needs.now(),
    subject: { type: 'weight_profile', action: 'weight_profile' },
    rights: { edit: 'weights.edit', publish: 'weights.publish' },
    refusals: { notDraft: 'errors.weights.notDraft', ownPublish: 'errors.weights.ownPublish' },
  });

  async function assertFreeName(name: string, id: string | null): Promise<void> {
    const other = await store.byName(name);
    if (other !== undefined && other.id !== id)
      throw invalidField('name', 'errors.weights.nameTaken');
  }

  return {
    /** A draft with the bands of another profile. */
    async copy(ctx: ActionContext, input: z.output<typeof copyProfileBody>): Promise<string> {
      const source = await store.byId(input.basedOnId);
      if (source === undefined) throw invalidField('basedOnId', 'errors.weights.baseUnknown');
      await assertFreeName(input.name, null);
      const id = needs.nextId();
      await store.insert({
        id,
        name: input.name,
        state: 'draft',
        calendarId: source.calendarId,
        bands: source.bands,
        basedOnId: source.id,
        makers: [makerOf(ctx)],
        submittedBy: null,
        publishedBy: null,
        publishedAt: null,
        effectiveFromAt: null,
      });
      await acts.record(ctx, 'copied', id, { basedOnId: source.id, name: input.name });
      return id;
    },

    /** Drafts only. Faults of bands are named per band, e.g. `bands.default.workday.2`. */
    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updateProfileBody>,
    ): Promise<void> {
      const profile = await acts.draft(id, input.version);
      if (input.name !== undefined) await assertFreeName(input.name, id);
      if (input.calendarId !== undefined && !(await needs.calendarExists(input.calendarId)))
        throw invalidField('calendarId', 'errors.weights.calendarUnknown');
      const bands = input.bands === undefined ? undefined : tidyBands(input.bands);
      const change: ProfileChange = {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.calendarId === undefined ? {} : { calendarId: input.calendarId }),
        ...(bands === undefined ? {} : { bands }),
      };
      await acts.edit(ctx, profile, 'changed', { change, detail: change });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input),

    returnToDraft: acts.returnToDraft,

    /** It holds from `effectiveFromAt`, never from the past. */
    async publish(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof publishProfileBody>,
    ): Promise<void> {
      const now = needs.now();
      const effectiveFromAt = input.effectiveFromAt ?? now;
      await acts.publish(ctx, id, input, () => {
        if (effectiveFromAt < now)
          throw invalidField('effectiveFromAt', 'errors.weights.effectivePast');
        return { change: { effectiveFromAt }, detail: { effectiveFromAt } };
      });
    },

    /** It goes on holding for outages that started before this moment. */
    async retire(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.retire(ctx, id, input, async () => {
        if (!(await store.anotherHolds(id, needs.now())))
          throw new DomainError('conflict', 'errors.weights.lastInForce');
      });
    },

    /** The profile for an outage that starts then; throws `errors.weights.noneInForce`. */
    async profileInForceAt(at: number): Promise<WeightProfile> {
      const profile = await store.inForceAt(at);
      if (profile === undefined) throw new DomainError('conflict', 'errors.weights.noneInForce');
      return profile;
    },

    byId: (id: string) => acts.find(id),

    /** Weighted time of an interval by the domain's calculator; throws `errors.calendar.yearMissing`. */
    async measure(id: string, query: z.output<typeof measureQuery>): Promise<MeasureResult> {
      const profile = await acts.find(id);
      if (query.until < query.from) throw invalidField('until', 'errors.time.endBeforeStart');
      if (query.until - query.from > MAX_MEASURE_MS)
        throw invalidField('until', 'errors.weights.intervalLong', { days: 400 });
      const calendar = await needs.calendar(profile.calendarId);
      const compiled = compileProfile(profile.bands, calendar, query.zone);
      const service = query.service ?? null;
      return {
        elapsedSeconds: Math.floor(query.until / 1000) - Math.floor(query.from / 1000),
        weightedPerMilleSeconds: weightedTotal(compiled, query.from, query.until, service),
        pieces: weightedPieces(compiled, query.from, query.until, service),
        calendar: { id: calendar.id, versionNo: calendar.versionNo ?? null },
      };
    },

    /** Installs the shipped profile, in force from the beginning of time, unless it is there. */
    async ensureDefaultProfile(ctx: ActionContext): Promise<void> {
      if ((await store.byId(DEFAULT_PROFILE_ID)) !== undefined) return;
      const installed = await store.insert({
        id: DEFAULT_PROFILE_ID,
        name: '2026-A',
        state: 'published',
        calendarId: DEFAULT_CALENDAR_ID,
        bands: defaultBands,
        basedOnId: null,
        makers: [],
        submittedBy: null,
        publishedBy: ctx.actor.id,
        publishedAt: needs.now(),
        effectiveFromAt: 0,
      });
      if (installed) await acts.record(ctx, 'installed', DEFAULT_PROFILE_ID, { name: '2026-A' });
    },
  };
}

export type WeightProfileService = ReturnType<typeof createWeightProfileService>;

/** Refuses bands that do not tile the day, naming each; joins neighbours of equal weight. */
function tidyBands(bands: WeightProfileBands): WeightProfileBands {
  const faults = validateBands(bands);
  if (faults.length > 0) {
    const fields = Object.fromEntries(
      faults.map(({ field, ...fault }) => [`bands.${field}`, fault]),
    );
    throw new DomainError('invalid', 'errors.weights.invalid', { fields });
  }
  const tidyDay = (day: WeightProfileBands['default']): WeightProfileBands['default'] => ({
    workday: mergeBands(day.workday),
    makeup_workday: day.makeup_workday === null ? null : mergeBands(day.makeup_workday),
    weekend: mergeBands(day.weekend),
    holiday: mergeBands(day.holiday),
  });
  const byService = Object.entries(bands.byService ?? {}).filter(([, day]) => day !== undefined);
  return {
    default: tidyDay(bands.default),
    ...(byService.length === 0
      ? {}
      : { byService: Object.fromEntries(byService.map(([name, day]) => [name, tidyDay(day)])) }),
  };
}
