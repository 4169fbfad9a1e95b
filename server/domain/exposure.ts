import { DomainError } from './errors.ts';
import type { Service } from './weight-bands.ts';
import { services } from './weight-bands.ts';

export const severities = ['full', 'degraded'] as const;
export type Severity = (typeof severities)[number];

export const responsibilities = [
  'own',
  'third_party',
  'force_majeure',
  'planned',
  'customer_equipment',
] as const;
export type Responsibility = (typeof responsibilities)[number];

/** What one outage did to one service of a line, as logged. Instants in epoch ms, half-open. */
export interface OutageImpact {
  outageId: string;
  service: Service;
  severity: Severity;
  responsibility: Responsibility;
  /** When planned work was announced; null when it was not. */
  announcedAt: number | null;
  causeCode: string;
  startAt: number;
  endAt: number;
}

/** An impact with what it counts for this line under a policy (see `impactFactors` in policy.ts). */
export interface FactoredImpact extends OutageImpact {
  severityPerMille: number;
  responsibilityPerMille: number;
}

/** A stretch during which the same outages cover the line. */
export interface ExposurePiece {
  startAt: number;
  endAt: number;
  seconds: number;
  /** All outages that cover it, in order of id. */
  outageIds: string[];
  services: Service[];
  /** The outage whose factor counts. */
  leadOutageId: string;
  severity: Severity;
  responsibility: Responsibility;
  severityPerMille: number;
  responsibilityPerMille: number;
}

/** One unbroken stretch of lost service; thresholds and caps apply to the whole of it. */
export interface Episode {
  /** Null: the union of all services of the line. */
  service: Service | null;
  startAt: number;
  endAt: number;
  seconds: number;
  outageIds: string[];
  pieces: ExposurePiece[];
}

const factorOf = (impact: FactoredImpact): number =>
  impact.severityPerMille * impact.responsibilityPerMille;

const toSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** Highest factor first; ties go to the earlier id and service, so that replays agree. */
function byWeightOfEvidence(a: FactoredImpact, b: FactoredImpact): number {
  const difference = factorOf(b) - factorOf(a);
  if (difference !== 0) return difference;
  if (a.outageId !== b.outageId) return a.outageId < b.outageId ? -1 : 1;
  return services.indexOf(a.service) - services.indexOf(b.service);
}

function pieceOf(startAt: number, endAt: number, covering: FactoredImpact[]): ExposurePiece | null {
  const lead = [...covering].sort(byWeightOfEvidence)[0];
  if (lead === undefined) return null;
  return {
    startAt,
    endAt,
    seconds: (endAt - startAt) / 1000,
    outageIds: [...new Set(covering.map((impact) => impact.outageId))].sort(),
    services: services.filter((service) => covering.some((impact) => impact.service === service)),
    leadOutageId: lead.outageId,
    severity: lead.severity,
    responsibility: lead.responsibility,
    severityPerMille: lead.severityPerMille,
    responsibilityPerMille: lead.responsibilityPerMille,
  };
}

/** Cuts the union of impacts wherever the set of covering outages changes. */
function unionPieces(impacts: readonly FactoredImpact[]): ExposurePiece[] {
  const edges = [...new Set(impacts.flatMap((impact) => [impact.startAt, impact.endAt]))].sort(
    (a, b) => a - b,
  );
  const pieces: ExposurePiece[] = [];
  for (const [index, startAt] of edges.entries()) {
    const endAt = edges[index + 1];
    if (endAt === undefined) break;
    const covering = impacts.filter((i) => i.startAt <= startAt && i.endAt >= endAt);
    const piece = pieceOf(startAt, endAt, covering);
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

function episodesOfPieces(pieces: readonly ExposurePiece[], service: Service | null): Episode[] {
  const episodes: Episode[] = [];
  for (const piece of pieces) {
    const last = episodes.at(-1);
    if (last?.endAt === piece.startAt) {
      last.pieces.push(piece);
      last.endAt = piece.endAt;
      last.seconds += piece.seconds;
      last.outageIds = [...new Set([...last.outageIds, ...piece.outageIds])].sort();
    } else {
      episodes.push({
        service,
        startAt: piece.startAt,
        endAt: piece.endAt,
        seconds: piece.seconds,
        outageIds: [...piece.outageIds],
        pieces: [piece],
      });
    }
  }
  return episodes;
}

/**
 * The episodes of one line (basis `line`: the union of its services) or of each of its services.
 * Impacts whose factor is 0 fall away before the union, so they neither add time nor join episodes;
 * empty ones do too. A piece counts with the highest severity × responsibility that covers it;
 * touching pieces are one episode. Second precision. Throws `errors.time.endBeforeStart`.
 */
export function episodesOf(
  impacts: readonly FactoredImpact[],
  basis: 'line' | 'service',
): Episode[] {
  const counting = impacts
    .map((impact) => ({
      ...impact,
      startAt: toSecond(impact.startAt),
      endAt: toSecond(impact.endAt),
    }))
    .filter((impact) => {
      if (impact.endAt < impact.startAt) {
        throw new DomainError('invalid', 'errors.time.endBeforeStart');
      }
      return impact.endAt > impact.startAt && factorOf(impact) > 0;
    });
  if (basis === 'line') return episodesOfPieces(unionPieces(counting), null);
  return services.flatMap((service) =>
    episodesOfPieces(unionPieces(counting.filter((i) => i.service === service)), service),
  );
}
