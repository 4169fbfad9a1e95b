import type { OutageRecord } from '#contract/outages.ts';
import type { Responsibility } from '#domain/exposure.ts';
import { needsAgreement, type OutageFacts } from '#domain/outage-facts.ts';
import { defaultPolicyRules, effectiveResponsibility } from '#domain/policy.ts';
import { createZone } from '#domain/time.ts';
import type { Cause } from './default-causes.ts';
import { writeLocal } from './local-times.ts';
import type { Outage } from './outage-row.ts';

export interface AreaName {
  code: string;
  nameZh: string;
  nameEn: string;
}

export interface RecordSurroundings {
  names: ReadonlyMap<string, AreaName>;
  causes: ReadonlyMap<string, Cause>;
  numbers: ReadonlyMap<string, string>;
  children: ReadonlyMap<string, number>;
  overlaps: ReadonlyMap<string, number>;
  now: number;
}

/** Planned work that was announced too late counts as the operator's own. */
export const countsAs = (
  facts: Pick<OutageFacts, 'responsibility' | 'announcedAt' | 'startedAt'>,
): Responsibility =>
  effectiveResponsibility(
    {
      responsibility: facts.responsibility,
      announcedAt: facts.announcedAt,
      startAt: facts.startedAt,
    },
    defaultPolicyRules,
  );

export function outageRecordOf(
  outage: Outage,
  snapshotAsOfAt: number | null,
  around: RecordSurroundings,
): OutageRecord {
  const { facts, snapshotId, affectedLines, ...rest } = outage;
  const zone = createZone(facts.zone);
  const local = (at: number | null) => (at === null ? null : writeLocal(zone, at));
  const cause = around.causes.get(facts.cause);
  const { estimatedEndAt, state } = outage;
  const parentId = facts.parentId ?? null;
  return {
    ...rest,
    ...facts,
    services: facts.services.map((stretch) => ({
      ...stretch,
      startedLocal: local(stretch.startedAt),
      endedLocal: local(stretch.endedAt),
    })),
    startedLocal: writeLocal(zone, facts.startedAt),
    endedLocal: local(facts.endedAt),
    announcedLocal: local(facts.announcedAt),
    detectedLocal: local(facts.detectedAt),
    regulatorToldLocal: local(facts.regulatorToldAt),
    areaNames: facts.areaCodes.map(
      (code) => around.names.get(code) ?? { code, nameZh: code, nameEn: code },
    ),
    causeNameZh: cause?.nameZh ?? facts.cause,
    causeNameEn: cause?.nameEn ?? facts.cause,
    countsAs: countsAs(facts),
    needsAgreement: needsAgreement(facts.responsibility),
    affectedLines: snapshotId === null ? null : affectedLines,
    attachedListId: facts.attachedListId ?? null,
    evidenceIds: facts.evidenceIds ?? [],
    parentId,
    parentNumber: parentId === null ? null : (around.numbers.get(parentId) ?? null),
    childCount: around.children.get(outage.id) ?? 0,
    estimatedEndLocal: local(estimatedEndAt),
    estimatePassed: state === 'open' && estimatedEndAt !== null && estimatedEndAt <= around.now,
    overlapCount: around.overlaps.get(outage.id) ?? 0,
    snapshotAsOfAt,
  };
}
