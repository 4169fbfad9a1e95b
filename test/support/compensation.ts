import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft, OutageShow } from '#contract/outages.ts';
import { insertIgnore } from '#server/db/dialect.ts';
import { createNumberVault } from '#server/security/number-vault.ts';
import type { ApprovalRules } from '#domain/approval-rules.ts';
import { defaultApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { ActionContext } from '#domain/context.ts';
import type { Role } from '#domain/permissions.ts';
import type { PolicyPurpose, PolicyRules } from '#domain/policy-types.ts';
import type { TestApp } from './app.ts';
import { TEST_NOW, type TestWorld } from './world.ts';
import { TEST_KEYS } from './constants.ts';
import type { TestClient } from './client.ts';

/** What a made line differs in from the worked example's: data plan at ¥129, 8 % left, in 320102. */
export interface LineInput {
  planType?: 'data' | 'voice' | 'bundle';
  monthlyFeeFen?: number;
  dataQuotaMb?: number;
  dataRemainingMb?: number;
  areaCode?: string;
  siteCode?: string;
  status?: string;
  paymentType?: 'prepaid' | 'postpaid';
  lineKind?: string;
  billDay?: number;
  accountId?: string;
  demo?: boolean;
}

export const SNAPSHOT_ID = '01SNAPSHOT0000000000000001';
/** A world whose ids are counted, so that two engines driven alike get the same ones. */
export function countingWorld(start = TEST_NOW): TestWorld {
  let at = start;
  let ids = 0;
  return {
    now: () => at,
    nextId: () => `01TEST${String((ids += 1)).padStart(20, '0')}`,
    advance: (ms) => {
      at += ms;
    },
    set: (to) => {
      at = to;
    },
  };
}

const AS_OF = Date.UTC(2026, 7, 1);

export const lineId = (index: number): string => `01LINE${String(index).padStart(20, '0')}`;
export const msisdn = (index: number): string => `+861700${String(4_300_000 + index)}`;

/**
 * Adds lines to the one snapshot, numbered from `from` on; ids and numbers are the same on every engine.
 */
export async function seedLines(
  app: TestApp,
  lines: readonly LineInput[],
  from = 0,
): Promise<void> {
  const { db } = app;
  const vault = createNumberVault(TEST_KEYS);
  await insertIgnore(db, 'snapshots', [
    {
      id: SNAPSHOT_ID,
      as_of_at: AS_OF,
      state: 'complete',
      line_count: 0,
      demo: false,
      created_at: AS_OF,
    },
  ]);
  await db('snapshots').where({ id: SNAPSHOT_ID }).increment('line_count', lines.length);
  const people = lines.map((line, index) => ({
    id: lineId(from + index),
    msisdn_hash: vault.hash(msisdn(from + index)),
    msisdn_sealed: vault.seal(msisdn(from + index)),
    msisdn_masked: `170****${msisdn(from + index).slice(-4)}`,
    demo: line.demo ?? false,
    created_at: AS_OF,
  }));
  const facts = lines.map((line, index) => factsOf(line, from + index));
  for (let start = 0; start < lines.length; start += 200) {
    await db('lines').insert(people.slice(start, start + 200));
    await db('line_facts').insert(facts.slice(start, start + 200));
  }
}

const factsOf = (line: LineInput, index: number) => ({
  snapshot_id: SNAPSHOT_ID,
  line_id: lineId(index),
  plan_code: 'D129',
  plan_name: '畅享129套餐',
  plan_type: line.planType ?? 'data',
  monthly_fee_fen: line.monthlyFeeFen ?? 12_900,
  data_quota_mb: line.dataQuotaMb ?? 10_000,
  data_remaining_mb: line.dataRemainingMb ?? 800,
  area_code: line.areaCode ?? '320102',
  site_code: line.siteCode ?? '320102-S001',
  status: line.status ?? 'active',
  payment_type: line.paymentType ?? 'postpaid',
  bill_day: line.billDay ?? 1,
  language: 'zh',
  account_id: line.accountId ?? `A${index}`,
  line_kind: line.lineKind ?? 'normal',
  joined_on: '2020-01-01',
});

/** Lines of every plan, band, kind and status, the same at every call. */
export function mixedLines(count: number): LineInput[] {
  const pick = <T>(list: readonly [T, ...T[]], n: number): T => list[n % list.length] ?? list[0];
  return Array.from({ length: count }, (_, n) => ({
    planType: pick(['data', 'voice', 'bundle'], n),
    monthlyFeeFen: pick([0, 4_999, 5_000, 9_999, 10_000, 12_900, 59_900], n * 5 + 1),
    dataQuotaMb: pick([0, 1_000, 10_000, 61_440, 7], n * 3),
    dataRemainingMb: pick([0, 99, 100, 299, 300, 999, 1_000, 18_432], n * 7),
    areaCode: pick(['320102', '320102', '320102', '320104'], n),
    siteCode: pick(['320102-S001', '320102-S002', '320102-S003'], n * 2 + 1),
    status:
      n % 17 === 0 ? 'suspended' : n % 23 === 0 ? 'ported' : n % 41 === 0 ? 'closed' : 'active',
    paymentType: pick(['prepaid', 'postpaid'], Math.floor(n / 3)),
    lineKind:
      n % 11 === 0 ? 'unlimited' : n % 13 === 0 ? 'shared' : n % 19 === 0 ? 'iot' : 'normal',
    billDay: (n % 28) + 1,
  }));
}

/** The outage of the worked example. */
export const WORKED_EXAMPLE: OutageDraft = {
  title: '玄武区基站设备故障',
  zone: 'Asia/Shanghai',
  services: [{ service: 'data', severity: 'full' }],
  areaCodes: ['320102'],
  cause: 'base_station',
  responsibility: 'own',
  startedLocal: '2026-10-10T17:30',
  endedLocal: '2026-10-10T23:15',
};

export interface Cast {
  maker: TestClient;
  approver: TestClient;
  manager: TestClient;
  otherManager: TestClient;
  network: TestClient;
}

const ROLES = {
  maker: 'supervisor',
  approver: 'supervisor',
  manager: 'manager',
  otherManager: 'manager',
  network: 'network_ops',
} as const satisfies Record<keyof Cast, Role>;

/** Signs in those who are needed: each costs a few password hashes. */
export async function cast<K extends keyof Cast>(
  app: TestApp,
  ...names: K[]
): Promise<Pick<Cast, K>> {
  const found: Partial<Cast> = {};
  for (const name of names) found[name] = await app.signIn(ROLES[name], name.toLowerCase());
  return found as Pick<Cast, K>;
}

const must = <T>(reply: { status: number; body: T }, status = 200): T => {
  if (reply.status !== status)
    throw new Error(`${reply.status} instead of ${status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
};

/** Logs an outage, has a manager agree where that is needed, and confirms it. */
export async function confirmedOutage(
  people: Pick<Cast, 'network' | 'manager'> & Partial<Pick<Cast, 'otherManager'>>,
  change: Partial<OutageDraft> = {},
): Promise<OutageShow> {
  const draft = { ...WORKED_EXAMPLE, ...change };
  let outage = must(await people.network.post<OutageShow>('/api/outages', draft), 201);
  if (outage.needsAgreement)
    outage = must(
      await (people.otherManager ?? people.manager).post<OutageShow>(
        `/api/outages/${outage.id}/agree`,
        {
          version: outage.version,
        },
      ),
    );
  return must(
    await people.manager.post<OutageShow>(`/api/outages/${outage.id}/confirm`, {
      version: outage.version,
    }),
  );
}

/** Drives batches over HTTP as one of the people. */
export function batchDriver(app: TestApp) {
  const url = (id: string, verb = '') =>
    `/api/compensation-batches/${id}${verb === '' ? '' : `/${verb}`}`;
  const show = async (client: TestClient, id: string) => must(await client.get<BatchShow>(url(id)));
  const verb = async (client: TestClient, id: string, name: string, body: object = {}) => {
    const { version } = await show(client, id);
    return client.post<BatchShow>(url(id, name), { version, ...body });
  };
  return {
    url,
    show,
    verb,
    make: async (client: TestClient, outageId: string) =>
      must(await client.post<BatchShow>('/api/compensation-batches', { outageId }), 201),
    async calculated(client: TestClient, outageId: string, family?: string): Promise<BatchShow> {
      const body = family === undefined ? { outageId } : { outageId, family };
      const made = must(await client.post<BatchShow>('/api/compensation-batches', body), 201);
      must(await verb(client, made.id, 'calculate'));
      await app.work();
      return show(client, made.id);
    },
    async submitted(client: TestClient, outageId: string, family?: string): Promise<BatchShow> {
      const { id } = await this.calculated(client, outageId, family);
      return must(await verb(client, id, 'submit'));
    },
    async approve(client: TestClient, id: string, change: object = {}) {
      const { version, contentHash } = await show(client, id);
      return client.post<BatchShow>(url(id, 'approve'), {
        version,
        contentHash,
        password: client.password,
        ...change,
      });
    },
  };
}

/** Puts limits of approval and ceilings in force, edited by one and published by another. */
export async function publishLimits(app: TestApp, rules: Partial<ApprovalRules>): Promise<void> {
  const actor = (id: string): ActionContext => ({
    actor: { id, name: id, role: 'manager', areaCodes: [] },
    requestId: 'test',
  });
  await app.features.inTransaction(async (f) => {
    const wanted = { ...defaultApprovalLimits, ceilings: [], ...rules };
    const { versionId: _id, versionNo: _no, ...now } = await f.approvalLimits();
    if (JSON.stringify(now) === JSON.stringify(wanted)) return;
    const id = await f.limits.draft(actor('limits-editor'));
    const at = async () => (await f.limitsReads.show(id)).version;
    await f.limits.change(actor('limits-editor'), id, {
      version: await at(),
      ...wanted,
      ceilings: [...wanted.ceilings],
    });
    await f.limits.submit(actor('limits-editor'), id, { version: await at() });
    await f.limits.publish(actor('limits-publisher'), id, { version: await at() });
  });
}

/**
 * A published version of a family of its own, behind the services: what a policy may say is their tests' business.
 * In force from the beginning of time.
 */
export async function publishedFamily(
  app: TestApp,
  family: string,
  rules: PolicyRules,
  purpose: PolicyPurpose = 'compensation',
): Promise<void> {
  const { db } = app;
  const profile = await db('policies').first<{ weight_profile_id: string }>('weight_profile_id');
  const stamps = { version: 1, created_at: 0, updated_at: 0 };
  await db('policy_families').insert({
    ...{ id: family, name: family, purpose, test_cases: '[]' },
    ...stamps,
  });
  await db('policies').insert({
    ...{ id: family.toUpperCase(), family, name: family, version_no: 1, state: 'published' },
    rules: JSON.stringify(rules),
    ...{ weight_profile_id: profile.weight_profile_id, currency: 'CNY', makers: '[]' },
    ...{ effective_from_at: 0, published_at: 0, published_by: 'system' },
    ...stamps,
  });
}
