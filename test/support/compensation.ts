import { createHash } from 'node:crypto';
import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft, OutageShow } from '#contract/outages.ts';
import { createNumberVault } from '#server/security/number-vault.ts';
import type { TestApp } from './app.ts';
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
  demo?: boolean;
}

export const SNAPSHOT_ID = '01SNAPSHOT0000000000000001';
const AS_OF = Date.UTC(2026, 7, 1);
export const lineId = (index: number): string => `01LINE${String(index).padStart(20, '0')}`;
export const msisdn = (index: number): string => `+861700${String(4_300_000 + index)}`;

/** A complete snapshot and its lines, with ids and numbers that are the same on every engine. */
export async function seedLines(app: TestApp, lines: readonly LineInput[]): Promise<void> {
  const { db } = app;
  const vault = createNumberVault(TEST_KEYS);
  await db('snapshots').insert({
    id: SNAPSHOT_ID,
    as_of_at: AS_OF,
    state: 'complete',
    line_count: lines.length,
    demo: false,
    created_at: AS_OF,
  });
  const people = lines.map((line, index) => ({
    id: lineId(index),
    msisdn_hash: createHash('sha256').update(msisdn(index)).digest('hex'),
    msisdn_sealed: vault.seal(msisdn(index)),
    msisdn_masked: `170****${msisdn(index).slice(-4)}`,
    demo: line.demo ?? false,
    created_at: AS_OF,
  }));
  const facts = lines.map((line, index) => ({
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
    account_id: `A${index}`,
    line_kind: line.lineKind ?? 'normal',
    joined_on: '2020-01-01',
  }));
  for (let start = 0; start < lines.length; start += 200) {
    await db('lines').insert(people.slice(start, start + 200));
    await db('line_facts').insert(facts.slice(start, start + 200));
  }
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

export async function cast(app: TestApp): Promise<Cast> {
  return {
    maker: await app.signIn('supervisor', 'maker'),
    approver: await app.signIn('supervisor', 'approver'),
    manager: await app.signIn('manager', 'manager'),
    otherManager: await app.signIn('manager', 'manager2'),
    network: await app.signIn('network_ops', 'network'),
  };
}

const must = <T>(reply: { status: number; body: T }, status = 200): T => {
  if (reply.status !== status)
    throw new Error(`${reply.status} instead of ${status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
};

/** Logs an outage, has a manager agree where that is needed, and confirms it. */
export async function confirmedOutage(
  people: Pick<Cast, 'network' | 'manager' | 'otherManager'>,
  change: Partial<OutageDraft> = {},
): Promise<OutageShow> {
  const draft = { ...WORKED_EXAMPLE, ...change };
  let outage = must(await people.network.post<OutageShow>('/api/outages', draft), 201);
  if (outage.needsAgreement)
    outage = must(
      await people.otherManager.post<OutageShow>(`/api/outages/${outage.id}/agree`, {
        version: outage.version,
      }),
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
    async calculated(client: TestClient, outageId: string): Promise<BatchShow> {
      const made = must(
        await client.post<BatchShow>('/api/compensation-batches', { outageId }),
        201,
      );
      must(await verb(client, made.id, 'calculate'));
      await app.work();
      return show(client, made.id);
    },
    async submitted(client: TestClient, outageId: string): Promise<BatchShow> {
      const { id } = await this.calculated(client, outageId);
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
