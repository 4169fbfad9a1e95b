import type { DayKind } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';
import type { Band, DayBands, Service, WeightProfileBands } from '#domain/weights.ts';
import { bandsOf, maxWeightPerMille, minutesPerDay, paint, services } from '#domain/weights.ts';

/** What of a profile is edited: the bands of all services, or those of one that has its own. */
export type Scope = 'default' | Service;
export const scopes: readonly Scope[] = ['default', ...services];

/** The five brushes that are always there, in the order of the keys 1 to 5. */
export const standardBrushes = [500, 800, 1000, 1200, 1500] as const;

/** The ground of a weight: five steps, lighter is less. */
export function weightColor(weightPerMille: number): string {
  const step = [650, 900, 1100, 1350].filter((edge) => weightPerMille >= edge).length;
  return `var(--w${step})`;
}

/** The bands a scope shows, and whether it only follows another. */
export const bandsIn = (profile: WeightProfileBands, scope: Scope, kind: DayKind) =>
  bandsOf(profile, kind, scope === 'default' ? null : scope);

export const dayOf = (profile: WeightProfileBands, scope: Scope): DayBands | null =>
  scope === 'default' ? profile.default : (profile.byService?.[scope] ?? null);

/** A row that is painted nowhere itself: it shows what it follows. */
export function follows(profile: WeightProfileBands, scope: Scope, kind: DayKind): boolean {
  const day = dayOf(profile, scope);
  return day === null || (kind === 'makeup_workday' && day.makeup_workday === null);
}

function withDay(profile: WeightProfileBands, scope: Scope, day: DayBands): WeightProfileBands {
  if (scope === 'default') return { ...profile, default: day };
  return { ...profile, byService: { ...profile.byService, [scope]: day } };
}

/** Replaces one row; a service that followed gets bands of its own first. */
export function withRow(
  profile: WeightProfileBands,
  scope: Scope,
  kind: DayKind,
  bands: Band[] | null,
): WeightProfileBands {
  const day = dayOf(profile, scope) ?? profile.default;
  const row = bands ?? (kind === 'makeup_workday' ? null : day[kind]);
  return withDay(profile, scope, { ...day, [kind]: row });
}

/** Paints a stretch of one or more rows; a row that followed is on its own from then on. */
export function paintRows(
  profile: WeightProfileBands,
  scope: Scope,
  kinds: readonly DayKind[],
  fromMinute: number,
  toMinute: number,
  weightPerMille: number,
): WeightProfileBands {
  return kinds.reduce(
    (changed, kind) =>
      withRow(
        changed,
        scope,
        kind,
        paint(bandsIn(changed, scope, kind), fromMinute, toMinute, weightPerMille),
      ),
    profile,
  );
}

/** Gives a service bands of its own (a copy), or lets it follow the shared ones again. */
export function setOwn(
  profile: WeightProfileBands,
  service: Service,
  own: boolean,
): WeightProfileBands {
  const { [service]: _dropped, ...others } = profile.byService ?? {};
  const byService = own ? { ...others, [service]: profile.default } : others;
  const { byService: _before, ...rest } = profile;
  return Object.keys(byService).length === 0 ? rest : { ...rest, byService };
}

/** Moves the end of a band; what follows gives way or fills up, so no gap can be made. */
export function moveEdge(bands: readonly Band[], index: number, toMinute: number): Band[] | null {
  const band = bands[index];
  const next = bands[index + 1];
  if (band === undefined || next === undefined) return null;
  if (toMinute <= band.from || toMinute > minutesPerDay) return null;
  if (toMinute === band.to) return [...bands];
  return toMinute > band.to
    ? paint(bands, band.to, toMinute, band.weightPerMille)
    : paint(bands, toMinute, band.to, next.weightPerMille);
}

/** '8:30', '08：30', '0830', '8' → minutes; 24:00 is allowed; null for anything else. */
export function parseMinute(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^(\d{1,2})(\d{2})$/, '$1:$2');
  const match = /^(\d{1,2})(?::(\d{2}))?$/.exec(plain);
  if (match === null) return null;
  const minute = Number(match[1]) * 60 + Number(match[2] ?? 0);
  return Number(match[2] ?? 0) < 60 && minute <= minutesPerDay ? minute : null;
}

/** '1.25', '×1.2' → per mille; null for what is no weight. */
export function parseWeight(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/^[×xX*]/u, '')
    .trim();
  if (!/^\d{1,2}(\.\d{1,3})?$/.test(plain)) return null;
  const perMille = Math.round(Number(plain) * 1000);
  return perMille <= maxWeightPerMille ? perMille : null;
}

/** 1500 → '1.5', 1000 → '1.0'. */
export function weightText(weightPerMille: number): string {
  const text = (weightPerMille / 1000).toString();
  return text.includes('.') || weightPerMille === 0 ? text : `${text}.0`;
}

export interface BandDifference {
  scope: Scope;
  kind: DayKind;
  from: number;
  to: number;
  before: number;
  after: number;
}

const weightAt = (bands: readonly Band[], minute: number): number =>
  bands.find((band) => band.from <= minute && minute < band.to)?.weightPerMille ?? 0;

function rowDifferences(
  before: readonly Band[],
  after: readonly Band[],
): Omit<BandDifference, 'scope' | 'kind'>[] {
  const edges = [...new Set([...before, ...after].flatMap((band) => [band.from, band.to]))].sort(
    (a, b) => a - b,
  );
  const found: Omit<BandDifference, 'scope' | 'kind'>[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const pair = { before: weightAt(before, from), after: weightAt(after, from) };
    if (pair.before === pair.after) continue;
    const last = found.at(-1);
    if (last?.to === from && last.before === pair.before && last.after === pair.after) last.to = to;
    else found.push({ from, to, ...pair });
  }
  return found;
}

/** Where two profiles weigh differently. */
export function differencesOf(
  before: WeightProfileBands,
  after: WeightProfileBands,
): BandDifference[] {
  const shown = scopes.filter(
    (scope) => scope === 'default' || dayOf(before, scope) !== null || dayOf(after, scope) !== null,
  );
  return shown.flatMap((scope) =>
    dayKinds.flatMap((kind) =>
      rowDifferences(bandsIn(before, scope, kind), bandsIn(after, scope, kind)).map((found) => ({
        ...found,
        scope,
        kind,
      })),
    ),
  );
}

/** A profile in which every day is of one kind: the same interval on another kind of day. */
export function allDaysAs(profile: WeightProfileBands, kind: DayKind): WeightProfileBands {
  const day = (scope: Scope): DayBands => {
    const bands = [...bandsIn(profile, scope, kind)];
    return { workday: bands, makeup_workday: null, weekend: bands, holiday: bands };
  };
  const own = services.filter((service) => profile.byService?.[service] !== undefined);
  return {
    default: day('default'),
    byService: Object.fromEntries(own.map((service) => [service, day(service)])),
  };
}
