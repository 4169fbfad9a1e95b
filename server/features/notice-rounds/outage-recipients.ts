import type { Knex } from 'knex';
import type { MessageLanguage } from '#domain/message-text.ts';
import { readSlice } from '../../db/dialect.ts';

/** Whose lines: the same words as of a batch. */
export interface AffectedPlace {
  areaCodes: string[];
  siteCodes: string[];
  attachedListId: string | null;
}

export interface Stretch {
  after_line_id: string;
  last_line_id: string;
}

/** The scope over `line_facts lf`, with what stands in the place of its question marks. */
export type AffectedSql = (
  place: AffectedPlace,
  snapshotId: string,
  chunk?: Stretch,
) => { sql: string; binds: readonly (string | number)[] };

/** Where the lines of an outage are read: its own snapshot, and what is known of them since. */
export interface RecipientScope {
  place: AffectedPlace;
  snapshotId: string;
  latestSnapshotId: string;
}

export interface Recipient {
  lineId: string;
  msisdnMasked: string;
  areaCode: string;
  language: MessageLanguage;
  appPush: boolean;
  demo: boolean;
}

/** Lines alike in what decides on their message. */
export interface RecipientGroup {
  lineEnded: boolean;
  optedOut: boolean;
  language: MessageLanguage;
  appPush: boolean;
  lines: number;
}

/** After every id. */
const END = '~';
/** Lines of the snapshot that one step looks at, and of those hit, how many it takes. */
const LOOK = 10_000;
const TAKE = 1_000;

/** `lines` is a word of MariaDB's own. */
const FROM = `line_facts lf
  join \`lines\` l on l.id = lf.line_id
  left join line_facts nw on nw.snapshot_id = ? and nw.line_id = lf.line_id
  left join line_contacts c on c.line_id = lf.line_id`;
const ENDED = "coalesce(nw.status, lf.status) in ('ported', 'closed')";
const OPTED_OUT = 'coalesce(c.opted_out, 0)';

type Row = Record<string, unknown>;
const languageOf = (value: unknown): MessageLanguage =>
  String(value).toLowerCase().startsWith('en') ? 'en' : 'zh';

/** The lines of an outage as far as its notices need them; never more at once than one step. */
export function createOutageRecipients(db: Knex, affectedSql: AffectedSql) {
  /** The last line of the next stretch to look at. */
  async function endOfStretch(scope: RecipientScope, after: string, lines: number) {
    const { attachedListId } = scope.place;
    const walked =
      attachedListId === null
        ? db('line_facts').where({ snapshot_id: scope.snapshotId })
        : db('attached_list_lines').where({ list_id: attachedListId });
    const row: { line_id: string } | undefined = await walked
      .where('line_id', '>', after)
      .orderBy('line_id')
      .offset(lines - 1)
      .first('line_id');
    return row?.line_id ?? END;
  }

  async function groupsOf(scope: RecipientScope, chunk?: Stretch): Promise<RecipientGroup[]> {
    const { sql, binds } = affectedSql(scope.place, scope.snapshotId, chunk);
    const alike: Knex.QueryBuilder = db
      .from(db.raw(FROM, [scope.latestSnapshotId]))
      .whereRaw(sql, [...binds])
      .select({
        ended: db.raw(`case when ${ENDED} then 1 else 0 end`),
        opted: db.raw(OPTED_OUT),
        language: db.raw('coalesce(nw.language, lf.language)'),
        app: db.raw('coalesce(c.app_push, 0)'),
      })
      .as('alike');
    const rows = (await db
      .from(alike)
      .groupBy('ended', 'opted', 'language', 'app')
      .select('ended', 'opted', 'language', 'app')
      .count({ n: '*' })) as unknown as Row[];
    return rows.map((row) => ({
      lineEnded: Number(row['ended']) === 1,
      optedOut: Number(row['opted']) === 1,
      language: languageOf(row['language']),
      appPush: Number(row['app']) === 1,
      lines: Number(row['n']),
    }));
  }

  return {
    /** The latest complete snapshot: who has left since the outage began. */
    async latestSnapshotId(): Promise<string | null> {
      const row: { id: string } | undefined = await db('snapshots')
        .where({ state: 'complete' })
        .orderBy([
          { column: 'as_of_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .first('id');
      return row?.id ?? null;
    },

    /** All lines hit, counted by what decides on their message; in slices where one read would hold up others. */
    async count(scope: RecipientScope, roughly: number): Promise<RecipientGroup[]> {
      const slice = readSlice(db);
      if (roughly <= slice) return groupsOf(scope);
      const found: RecipientGroup[] = [];
      for (let after = ''; after !== END;) {
        const last = await endOfStretch(scope, after, slice);
        found.push(...(await groupsOf(scope, { after_line_id: after, last_line_id: last })));
        after = last;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return found;
    },

    /** The next lines behind one, those not to be told left out; `last` is where the next step goes on, null the end. */
    async next(
      scope: RecipientScope,
      after: string,
      essential: boolean,
    ): Promise<{ lines: Recipient[]; last: string | null }> {
      const end = await endOfStretch(scope, after, LOOK);
      const { sql, binds } = affectedSql(scope.place, scope.snapshotId, {
        after_line_id: after,
        last_line_id: end,
      });
      const query = db
        .from(db.raw(FROM, [scope.latestSnapshotId]))
        .whereRaw(sql, [...binds])
        .whereRaw(`not (${ENDED})`)
        .orderBy('lf.line_id')
        .limit(TAKE)
        .select('lf.line_id', 'l.msisdn_masked', 'l.demo', {
          area_code: db.raw('coalesce(nw.area_code, lf.area_code)'),
          language: db.raw('coalesce(nw.language, lf.language)'),
          app: db.raw('coalesce(c.app_push, 0)'),
        });
      if (!essential) void query.whereRaw(`${OPTED_OUT} = 0`);
      const rows = (await query) as Row[];
      const lines = rows.map((row) => ({
        lineId: String(row['line_id']),
        msisdnMasked: String(row['msisdn_masked']),
        areaCode: String(row['area_code']),
        language: languageOf(row['language']),
        appPush: Number(row['app']) === 1,
        demo: Boolean(row['demo']),
      }));
      const full = lines.length === TAKE ? (lines.at(-1)?.lineId ?? null) : null;
      return { lines, last: full ?? (end === END ? null : end) };
    },
  };
}

export type OutageRecipients = ReturnType<typeof createOutageRecipients>;
