import type { Knex } from 'knex';
import type {
  AppliesTo,
  ClockKind,
  ClockSubject,
  ClockTerms,
  EscalationLevel,
} from '#domain/clocks.ts';
import { DomainError } from '#domain/errors.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { Maker } from '#domain/versions.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import { versionColumns, versionRowOf } from '../../versions/version-row.ts';
import type { World } from '../../world.ts';

export interface ClockPolicy extends ClockTerms {
  id: string;
  /** The row that this is a version of. */
  rowKey: string;
  versionNo: number;
  subject: ClockSubject;
  kind: ClockKind;
  nameZh: string;
  nameEn: string;
  ruleKind: 'internal_target' | 'rule';
  startEvent: string;
  calendarId: string;
  applies: AppliesTo;
  levels: EscalationLevel[];
  onBreach: 'escalate' | 'close';
  later: boolean;
  state: VersionState;
  basedOnId: string | null;
  makers: Maker[];
  submittedBy: string | null;
  submittedAt: number | null;
  publishedBy: string | null;
  publishedAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** What a draft's editor and its moves may write. */
export type ClockPolicyChange = Partial<
  Pick<
    ClockPolicy,
    | 'nameZh'
    | 'nameEn'
    | 'ruleKind'
    | 'dueMs'
    | 'warnMs'
    | 'warnFrom'
    | 'days'
    | 'calendarId'
    | 'pauses'
    | 'applies'
    | 'levels'
    | 'onBreach'
    | 'makers'
    | 'state'
    | 'submittedBy'
    | 'submittedAt'
    | 'publishedBy'
    | 'publishedAt'
  >
>;

export type NewClockPolicy = Omit<ClockPolicy, 'version' | 'createdAt' | 'updatedAt'>;

export function createClockPolicyStore(db: Knex, world: World) {
  async function rows(query: Knex.QueryBuilder): Promise<ClockPolicy[]> {
    return ((await query) as Record<string, unknown>[]).map(clockPolicyOf);
  }

  return {
    async byId(id: string): Promise<ClockPolicy | undefined> {
      const [row] = await rows(db('clock_policies').where({ id }).limit(1));
      return row;
    },

    byIds: (ids: readonly string[]) => rows(db('clock_policies').whereIn('id', [...new Set(ids)])),

    /** The rows in force, the one published last first. */
    published: () =>
      rows(
        db('clock_policies')
          .where({ state: 'published' })
          .orderBy([
            { column: 'published_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ]),
      ),

    versionsOf: (rowKey: string) =>
      rows(db('clock_policies').where({ row_key: rowKey }).orderBy('version_no', 'desc')),

    /** False when a row with this id is there already. */
    async insert(policy: NewClockPolicy): Promise<boolean> {
      const now = world.now();
      return insertOnce(db, 'clock_policies', {
        id: policy.id,
        row_key: policy.rowKey,
        version_no: policy.versionNo,
        subject: policy.subject,
        kind: policy.kind,
        start_event: policy.startEvent,
        basis: policy.basis,
        later: policy.later,
        based_on_id: policy.basedOnId,
        ...columnsOf(policy),
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },

    /** Compare-and-set on state and version. */
    async update(
      seen: Pick<ClockPolicy, 'id' | 'state' | 'version'>,
      change: ClockPolicyChange,
    ): Promise<void> {
      const result = await db('clock_policies')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({ ...columnsOf(change), version: seen.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type ClockPolicyStore = ReturnType<typeof createClockPolicyStore>;

function columnsOf(change: ClockPolicyChange): Record<string, unknown> {
  const columns = {
    ...versionColumns(change),
    name_zh: change.nameZh,
    name_en: change.nameEn,
    rule_kind: change.ruleKind,
    due_ms: change.dueMs,
    warn_ms: change.warnMs,
    warn_from: change.warnFrom,
    days: change.days,
    calendar_id: change.calendarId,
    pauses: change.pauses,
    applies: change.applies === undefined ? undefined : JSON.stringify(change.applies),
    levels: change.levels === undefined ? undefined : JSON.stringify(change.levels),
    on_breach: change.onBreach,
  };
  return given(columns);
}

export function clockPolicyOf(row: Record<string, unknown>): ClockPolicy {
  const json = <T>(name: string) => JSON.parse(String(row[name])) as T;
  return {
    ...versionRowOf(row),
    rowKey: String(row['row_key']),
    subject: String(row['subject']) as ClockSubject,
    kind: String(row['kind']) as ClockKind,
    nameZh: String(row['name_zh']),
    nameEn: String(row['name_en']),
    ruleKind: String(row['rule_kind']) as ClockPolicy['ruleKind'],
    startEvent: String(row['start_event']),
    basis: String(row['basis']) as ClockPolicy['basis'],
    dueMs: numberOrNull(row['due_ms']),
    warnMs: numberOrNull(row['warn_ms']),
    warnFrom: String(row['warn_from']) as ClockPolicy['warnFrom'],
    days: String(row['days']) as ClockPolicy['days'],
    calendarId: String(row['calendar_id']),
    pauses: Boolean(row['pauses']),
    applies: json<AppliesTo>('applies'),
    levels: json<EscalationLevel[]>('levels'),
    onBreach: String(row['on_breach']) as ClockPolicy['onBreach'],
    later: Boolean(row['later']),
    basedOnId: textOrNull(row['based_on_id']),
  };
}
