import type { Knex } from 'knex';
import type { IdentityState, LineOverview, LineRecord } from '#contract/lines.ts';
import type { Actor } from '#domain/context.ts';
import type { ActualState, LampSystem } from '#domain/lamps.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { textOrNull } from '../../db/cells.ts';

interface Needs {
  db: Knex;
  show(actor: Actor, id: string): Promise<LineRecord>;
  identity(actor: Actor, id: string): Promise<IdentityState>;
}

type Row = Record<string, unknown>;

const MOST = 50;

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

/** One line on one page: every part is the line's latest few rows, by an index on the line. */
export function createLineOverview({ db, show, identity }: Needs) {
  /** Cases inside the actor's areas, newest first. */
  async function casesOf(actor: Actor, lineId: string): Promise<Row[]> {
    const rows: Row[] = await whereInAreas(db('cases'), 'cases.area_code', actor.areaCodes)
      .where('cases.line_id', lineId)
      .leftJoin('products', 'products.code', 'cases.product_code')
      .leftJoin('partners', 'partners.code', 'cases.partner_code')
      .leftJoin('failure_codes', 'failure_codes.code', 'cases.failure_code')
      .orderBy('cases.requested_at', 'desc')
      .orderBy('cases.id', 'desc')
      .limit(MOST)
      .select(
        ...['cases.*', 'products.charge_mode', { product_name: 'products.name' }],
        ...[{ partner_name: 'partners.name' }],
        ...[{ failure_name_zh: 'failure_codes.name_zh' }],
        ...[{ failure_name_en: 'failure_codes.name_en' }],
      );
    return rows;
  }

  async function benefitsOf(lineId: string): Promise<LineOverview['benefits']> {
    const rows: Row[] = await db('batch_items')
      .join('batches', 'batches.id', 'batch_items.batch_id')
      .leftJoin('outages', 'outages.id', 'batches.outage_id')
      .where('batch_items.line_id', lineId)
      .orderBy('batch_items.updated_at', 'desc')
      .limit(MOST)
      .select('batch_items.*', {
        number: 'batches.number',
        title: 'batches.title',
        batch_state: 'batches.state',
        outage_id: 'outages.id',
        outage_number: 'outages.number',
        outage_title: 'outages.title',
      });
    return rows.map((row) => ({
      id: String(row['id']),
      batchId: String(row['batch_id']),
      batchNumber: String(row['number']),
      batchTitle: String(row['title']),
      batchState: String(row['batch_state']),
      outageId: textOrNull(row['outage_id']),
      outageNumber: textOrNull(row['outage_number']),
      outageTitle: textOrNull(row['outage_title']),
      benefit: String(row['benefit']),
      amount: Number(row['amount']),
      state: String(row['state']),
      updatedAt: Number(row['updated_at']),
    }));
  }

  async function noticesOf(actor: Actor, lineId: string): Promise<LineOverview['notices']> {
    const rows = (await whereInAreas(db('notices'), 'area_code', actor.areaCodes)
      .where({ line_id: lineId })
      .orderBy('id', 'desc')
      .limit(MOST)) as Row[];
    return rows.map((row) => ({
      id: String(row['id']),
      caseId: textOrNull(row['case_id']),
      templateCode: String(row['template_code']),
      channel: String(row['channel']),
      state: String(row['state']),
      body: String(row['body']),
      createdAt: Number(row['created_at']),
    }));
  }

  async function contactsOf(
    lineId: string,
    caseIds: readonly string[],
    checks: IdentityState['checks'],
  ): Promise<LineOverview['contacts']> {
    const reveals: Row[] = await db('reveals')
      .leftJoin('staff', 'staff.id', 'reveals.staff_id')
      .where('reveals.line_id', lineId)
      .orderBy('reveals.id', 'desc')
      .limit(MOST)
      .select('reveals.*', { staff_name: 'staff.name' });
    const complaints = (await db('case_complaints')
      .whereIn('case_id', [...caseIds])
      .orderBy('id', 'desc')
      .limit(MOST)) as Row[];
    const all: LineOverview['contacts'] = [
      ...checks.map((check) => ({
        ...{ id: check.id, at: check.checkedAt, kind: 'identity' as const },
        ...{ what: check.method, result: check.result, who: check.agentName },
        caseId: check.caseId,
      })),
      ...reveals.map((row) => ({
        ...{ id: String(row['id']), at: Number(row['revealed_at']), kind: 'reveal' as const },
        ...{ what: String(row['reason']), result: null, who: textOrNull(row['staff_name']) ?? '–' },
        caseId: null,
      })),
      ...complaints.map((row) => ({
        ...{ id: String(row['id']), at: Number(row['complained_at']), kind: 'complaint' as const },
        ...{ what: String(row['source']), result: row['replied_at'] == null ? null : 'replied' },
        ...{ who: String(row['recorded_by_name']), caseId: String(row['case_id']) },
      })),
    ];
    return all.sort((a, b) => b.at - a.at).slice(0, MOST);
  }

  return {
    /** Throws `not_found` for a line outside the actor's areas. */
    async overview(actor: Actor, id: string): Promise<LineOverview> {
      const line = await show(actor, id);
      const [cases, state, benefits, notices] = await Promise.all([
        casesOf(actor, id),
        identity(actor, id),
        benefitsOf(id),
        noticesOf(actor, id),
      ]);
      const caseIds = cases.map((row) => String(row['id']));
      return {
        line,
        identity: state,
        subscriptions: subscriptionsOf(cases),
        cases: cases.map(lineCaseOf),
        benefits,
        notices,
        contacts: await contactsOf(id, caseIds, state.checks),
      };
    },

    /** Cases of the line that have not ended, with the version at which they are asked about. */
    async openCases(actor: Actor, id: string): Promise<{ id: string; version: number }[]> {
      await show(actor, id);
      const rows: { id: string; version: number }[] = await whereInAreas(
        db('cases'),
        'area_code',
        actor.areaCodes,
      )
        .where({ line_id: id })
        .whereNull('ended_at')
        .orderBy('id')
        .limit(MOST)
        .select('id', 'version');
      return rows.map((row) => ({ id: row.id, version: Number(row.version) }));
    },
  };
}

export type LineOverviewReads = ReturnType<typeof createLineOverview>;

/** The latest case about each product tells how the four systems were last seen. */
function subscriptionsOf(cases: readonly Row[]): LineOverview['subscriptions'] {
  const latest = new Map<string, Row>();
  for (const row of cases) {
    const code = String(row['product_code']);
    if (!latest.has(code) && row['state'] !== 'duplicate') latest.set(code, row);
  }
  return [...latest.values()].map((row) => {
    const lamp = (system: LampSystem) => ({
      actual: String(row[`${system}_actual`]) as ActualState,
      seenAt: intOrNull(row[`${system}_seen_at`]),
    });
    return {
      productCode: String(row['product_code']),
      productName: textOrNull(row['product_name']) ?? String(row['product_code']),
      partnerName: textOrNull(row['partner_name']) ?? String(row['partner_code']),
      monthlyFeeFen: Number(row['monthly_fee_fen']),
      chargeMode: textOrNull(row['charge_mode']),
      caseId: String(row['id']),
      lamps: {
        crm: lamp('crm'),
        platform: lamp('platform'),
        network: lamp('network'),
        billing: lamp('billing'),
      },
      nextChargeAt: intOrNull(row['next_charge_at']),
      overchargeFen: Number(row['overcharge_fen']),
    };
  });
}

function lineCaseOf(row: Row): LineOverview['cases'][number] {
  const code = String(row['failure_code']);
  return {
    id: String(row['id']),
    ticketNo: String(row['ticket_no']),
    productName: textOrNull(row['product_name']) ?? String(row['product_code']),
    failureCode: code,
    failureNameZh: textOrNull(row['failure_name_zh']) ?? code,
    failureNameEn: textOrNull(row['failure_name_en']) ?? code,
    state: String(row['state']) as CaseState,
    requestedAt: Number(row['requested_at']),
    endedAt: intOrNull(row['ended_at']),
    dueAt: intOrNull(row['due_at']),
    priority: Number(row['priority']),
  };
}
