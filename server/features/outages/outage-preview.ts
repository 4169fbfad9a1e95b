import type { z } from 'zod';
import type { OutagePreview, PreviewLines, previewLinesBody } from '#contract/outage-work.ts';
import type { outagePreviewBody } from '#contract/outages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { Zone } from '#domain/time.ts';
import { readLocal } from './local-times.ts';
import type { MembershipReads } from './membership.ts';
import { refuse, zoneOf } from './outage-draft.ts';
import type { OutageMembers } from './outage-members.ts';
import type { Footprint, OutageOverlaps } from './outage-overlaps.ts';
import type { UnsubscribeTicks } from './unsubscribe-ticks.ts';

interface Needs {
  membership: Pick<MembershipReads, 'snapshotValidAt' | 'count'>;
  overlaps: Pick<OutageOverlaps, 'of'>;
  members: OutageMembers;
  ticks: UnsubscribeTicks;
  now(): number;
}

type Draft = z.output<typeof outagePreviewBody>;

const PAGE = 50;

/** What a draft would hit and what it runs into, before anything is saved. */
export function createOutagePreviews(needs: Needs) {
  async function snapshotAt(at: number) {
    const snapshot = await needs.membership.snapshotValidAt(at);
    if (snapshot === undefined) throw new DomainError('conflict', 'errors.outages.noSnapshot');
    return snapshot;
  }

  return {
    /** Refused without a snapshot valid at the start. */
    async preview(ctx: ActionContext, draft: Draft): Promise<OutagePreview> {
      const mine = footprintOf(draft, needs.now());
      const snapshot = await snapshotAt(mine.startedAt);
      const untilAt = Math.max(mine.startedAt, mine.endedAt ?? needs.now());
      const { count } = await needs.ticks({ ...mine, untilAt });
      return {
        ...(await needs.membership.count(snapshot, mine)),
        overlaps: await needs.overlaps.of(ctx.actor, mine, snapshot),
        cases: { count, from: mine.startedAt, until: untilAt },
      };
    },

    /** The members themselves; numbers masked. */
    async lines(
      ctx: ActionContext,
      input: z.output<typeof previewLinesBody>,
    ): Promise<PreviewLines> {
      const mine = footprintOf(input, needs.now());
      const snapshot = await snapshotAt(mine.startedAt);
      const limit = input.limit ?? PAGE;
      const lines = await needs.members.page({
        snapshotId: snapshot.id,
        scope: mine,
        ownAreas: ctx.actor.areaCodes,
        after: input.after,
        limit: limit + 1,
      });
      const page = lines.slice(0, limit);
      return { lines: page, next: lines.length > limit ? (page.at(-1)?.id ?? null) : null };
    },
  };
}

export type OutagePreviews = ReturnType<typeof createOutagePreviews>;

/** As much of a footprint as the draft tells; a time that cannot be read is refused. */
function footprintOf(draft: Draft, now: number): Footprint {
  const zone = zoneOf(draft.zone);
  const startedAt = timeOf(zone, 'startedLocal', draft.startedLocal) ?? now;
  return {
    id: draft.outageId ?? null,
    parentId: draft.parentId ?? null,
    services: (draft.services ?? []).map(({ service, severity, ...times }, index) => ({
      ...{ service, severity },
      startedAt: timeOf(zone, `services.${index}.startedLocal`, times.startedLocal),
      endedAt: timeOf(zone, `services.${index}.endedLocal`, times.endedLocal),
    })),
    startedAt,
    endedAt: timeOf(zone, 'endedLocal', draft.endedLocal),
    areaCodes: [...new Set(draft.areaCodes ?? [])],
    siteCodes: [...new Set(draft.siteCodes ?? [])],
    attachedListId: draft.attachedListId ?? null,
  };
}

function timeOf(zone: Zone, field: string, text: string | null | undefined): number | null {
  if (text == null || text === '') return null;
  const read = readLocal(zone, text);
  if (read.ok) return read.at;
  refuse({ [field]: read.fault });
  return null;
}
