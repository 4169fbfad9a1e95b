import { describe, expect, it } from 'vitest';
import type { AttemptRecord, CaseShow } from '#contract/cases.ts';
import { lampTone, laggingSystems } from '#domain/lamps.ts';
import type { ActualState, LampSystem } from '#domain/lamps.ts';
import { resyncVerdict } from '#domain/case-rules.ts';
import { caseStates } from '#domain/lifecycles.ts';
import { retryClass } from '#contract/catalogue.ts';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import { createI18nProvider } from '../providers/i18n-provider.ts';
import { storyOf } from './case-story.ts';

const requestedAt = Date.UTC(2026, 9, 19, 2);
const now = Date.UTC(2026, 9, 21, 2);

type Actual = Record<LampSystem, ActualState>;
const billed: Actual = {
  crm: 'cancelled',
  platform: 'cancelled',
  network: 'absent',
  billing: 'active',
};

function caseWith(change: Partial<CaseShow> = {}, actual: Actual = billed): CaseShow {
  const state = change.state ?? 'open';
  const wanted = change.wanted ?? 'cancelled';
  const wantedFromAt = change.wantedFromAt === undefined ? requestedAt : change.wantedFromAt;
  const facts = { state, wanted, wantedFromAt, actual };
  const lamp = (system: LampSystem) => ({
    actual: actual[system],
    seenAt: null,
    tone: lampTone(facts, system, now),
  });
  return {
    id: '1',
    ticketNo: 'UC-1',
    lineId: 'l',
    msisdnMasked: '170****1234',
    productCode: 'p',
    productName: '手机阅读',
    partnerCode: 's',
    partnerName: 's',
    channel: 'hotline',
    stage: 'billing_stopped',
    sourceSystem: 'BIL',
    rawCode: 'B2031',
    rawText: '已退订',
    failureCode: 'SYN-03',
    failureNameZh: '已退订但计费未停',
    failureNameEn: 'Cancelled, still billed',
    category: 'sync',
    resolution: null,
    areaCode: '110000',
    areaNameZh: '北京',
    areaNameEn: 'Beijing',
    monthlyFeeFen: 1000,
    requestedAt,
    openedAt: requestedAt,
    endedAt: null,
    dueAt: requestedAt,
    dueKind: 'technical',
    priority: 0,
    similar: [],
    outage: null,
    mentioned: false,
    chargeMode: 'full_month',
    mayWork: true,
    planOfJob: {},
    groupId: null,
    outageId: null,
    nextChargeAt: null,
    overchargeFen: 0,
    complaintSource: null,
    recurrenceOfId: null,
    notBeforeAt: null,
    assigneeId: 'me',
    assigneeName: '林知夏',
    duplicateOfId: null,
    lamps: {
      crm: lamp('crm'),
      platform: lamp('platform'),
      network: lamp('network'),
      billing: lamp('billing'),
    },
    attemptCount: 0,
    generation: 1,
    version: 1,
    updatedAt: now,
    resyncAllowed: resyncVerdict(facts, now),
    remedyZh: '立即停止计费',
    remedyEn: 'Stop billing',
    owner: 'billing',
    retry: 'auto',
    messageId: null,
    countsAsFailure: true,
    policyRefusal: false,
    mappingVersionNo: 1,
    contractEndOn: null,
    orderRef: null,
    importId: null,
    laggingSystems: laggingSystems(facts, now),
    readBackAllowed: { allowed: true, reasonKey: null },
    attempts: [],
    notes: [],
    timeline: [],
    duplicates: [],
    duplicateOf: null,
    ...change,
    state,
    wanted,
    wantedFromAt,
  };
}

const attempt = (outcome: AttemptRecord['outcome']): AttemptRecord => ({
  id: 'a',
  kind: 'send',
  systems: ['billing'],
  generation: 1,
  idempotencyKey: 'k',
  trigger: 'manual',
  actorId: 'me',
  actorName: '林知夏',
  jobId: null,
  startedAt: now,
  durationMs: 1200,
  outcome,
  rawCode: 'BIL-5003',
  rawText: 'QUEUE_FULL',
  request: '{}',
  response: '{}',
});

function tell(record: CaseShow, locale: 'zh' | 'en' = 'zh') {
  const i18n = createI18nProvider(locale, locale === 'zh' ? zh : en);
  const date = (ms: number) => new Date(ms).toISOString();
  return storyOf(record, {
    t: (key, args) => i18n.translate(key, args),
    locale,
    at: (ms) => date(ms).slice(0, 16),
    day: (ms) => date(ms).slice(0, 10),
    date: (on) => on,
    money: (fen) => `¥${fen / 100}`,
    now,
  });
}

describe('what happened and what to do next', () => {
  it('names the systems that still lag and the fee that is charged again', () => {
    const { happened } = tell(caseWith());
    expect(happened.join('')).toContain('CRM、平台、网络已取消，计费还没有。');
    expect(happened.join('')).toContain('下个账期还会再扣 ¥10');
  });

  it('knows no cycle and no monthly fee of a product that is charged per use', () => {
    const record = caseWith({ chargeMode: 'per_use' });
    expect(tell(record).happened.join('')).toContain('每用一次仍会扣一次费');
    expect(tell(record, 'en').happened.join(' ')).not.toMatch(/cycle|¥/);
    const stopped = caseWith({ chargeMode: 'per_use' }, { ...billed, billing: 'cancelled' });
    expect(tell(stopped).happened.join('')).not.toContain('扣一次费');
  });

  it('offers the re-sync with the systems it tells', () => {
    const { next } = tell(caseWith());
    expect(next[0]).toBe('点「重新同步」通知计费；临时故障会自动再试。');
    expect(next).toContain('四方都读到已取消，才算办成。');
  });

  it('says that billing is stopped first only where there is an order to keep', () => {
    const both = caseWith({}, { ...billed, platform: 'active' });
    expect(tell(both).next[0]).toContain('平台、计费，先停计费');
  });

  it('puts the remedy before the re-sync where a person has to act', () => {
    const { next } = tell(caseWith({ retry: 'manual' }), 'en');
    expect(next[0]).toBe('First: Stop billing (billing acts).');
    expect(next[1]).toBe('Then re-sync: it tells Billing.');
  });

  it('offers no re-sync for a request that was refused, and says that nothing accrues', () => {
    const { happened, next } = tell(caseWith({ wanted: 'active', state: 'waiting_customer' }));
    expect(happened.join('')).toContain('这次申请没有被受理');
    expect(happened.join('')).not.toContain('还会再扣');
    expect(next.join('')).not.toContain('点「重新同步」');
  });

  it('names what can be offered instead where the rule leaves something', () => {
    const refused = caseWith({ wanted: 'active', failureCode: 'POL-01', contractEndOn: null });
    expect(tell(refused).next.join('')).toContain('可提供的替代：付费提前解约。');
    const dated = caseWith({ ...refused, contractEndOn: '2027-03-31' });
    expect(tell(dated, 'en').next.join(' ')).toContain('Cancel when the contract ends');
    expect(tell(caseWith()).next.join('')).not.toContain('替代');
  });

  it('never calls a cancel unfinished before its date', () => {
    const later = caseWith({ state: 'waiting_date', wantedFromAt: now + 86_400_000 });
    expect(tell(later, 'en').happened.join(' ')).toContain('takes effect on 2026-10-22');
    expect(tell(later, 'en').happened.join(' ')).not.toContain('still active');
  });

  it('asks for the outcome first where a send got no reply', () => {
    const record = caseWith({ state: 'unknown', attempts: [attempt('unknown')] });
    expect(tell(record).happened.join('')).toContain('是否生效还不知道');
    expect(tell(record).next[0]).toContain('查清之前不会再下发');
  });

  it('gives the refusal of the last send word for word', () => {
    const record = caseWith({ attempts: [attempt('refused')] });
    expect(tell(record, 'en').happened.join(' ')).toContain('was refused: BIL-5003 QUEUE_FULL.');
  });

  it('lets the customer be told only once the case is verified', () => {
    for (const state of caseStates) {
      const told = tell(caseWith({ state }), 'en').next.join(' ').includes('no longer charged');
      expect(told).toBe(state === 'verified');
    }
  });

  it('leaves no gap in any state, retry class and language', () => {
    for (const locale of ['zh', 'en'] as const)
      for (const state of caseStates)
        for (const retry of retryClass.options)
          for (const wanted of ['active', 'cancelled'] as const) {
            const { happened, next } = tell(caseWith({ state, retry, wanted }), locale);
            const text = [...happened, ...next].join(' ');
            expect(happened.length).toBeGreaterThan(0);
            expect(next.length).toBeGreaterThan(0);
            expect(text).not.toMatch(/%\{|unsubscribes\.|undefined/);
          }
  });
});
