import { describe, expect, it } from 'vitest';
import codeFile from '../../test/fixtures/failure-codes.json' with { type: 'json' };
import { openingOf } from './case-rules.ts';
import { compileMapping } from './classification.ts';
import { defaultMapping } from './default-mapping.ts';
import { emptyGates, gatesOf, valuesOf, type Gate, type MessageFacts } from './message-gates.ts';
import { renderMessage, type MessageLanguage } from './message-text.ts';
import { createZone } from './time.ts';

/** Every code of the catalogue, from what a system said to what the customer reads. */

const zone = createZone('Asia/Shanghai');
const NOW = Date.parse('2026-11-21T12:00:00+08:00');
const HOUR = 3_600_000;
const classify = compileMapping(defaultMapping);
const templates = new Map(codeFile.messages.map(({ id, zh, en }) => [id, { zh, en }]));

const running = {
  crm: 'active',
  platform: 'active',
  network: 'active',
  billing: 'active',
} as const;
const gone = {
  crm: 'cancelled',
  platform: 'absent',
  network: 'cancelled',
  billing: 'cancelled',
} as const;
const unread = { crm: null, platform: null, network: null, billing: null };
const read = { crm: NOW, platform: NOW, network: NOW, billing: NOW };

interface Story {
  code: string;
  raw: readonly [system: string, code: string, text: string];
  /** The fact that is missing when the case has just opened; null: it may leave at once. */
  closedBy: Gate['fact'] | null;
  /** What has to be known for it to leave. */
  opens?: Partial<MessageFacts>;
  zh: string | null;
  en: string | null;
}

const HAND = 'T6A 您退订手机报的申请需人工核实,11月22日10:00前答复,无需重复办理。';
const HAND_EN =
  'T6A Your cancellation of 手机报 is being checked by a person; we will answer by 10:00 on 22 Nov; no need to ask again.';
const DELAYED =
  'T1 您退订手机报的申请正在处理,因系统原因暂未完成,11月22日10:00前告知结果,无需重复办理。';
const DELAYED_EN =
  'T1 Your cancellation of 手机报 is in hand; a system fault has delayed it. We will tell you by 10:00 on 22 Nov; no need to ask again.';
const KEPT = 'T6 因系统故障退订手机报未完成,申请已保留,恢复后自动办理,11月22日10:00前告知结果。';
const KEPT_EN =
  'T6 A fault stopped the cancellation of 手机报; your request is kept and will run when it is mended. We will tell you by 10:00 on 22 Nov.';
const delayed = { closedBy: null, zh: DELAYED, en: DELAYED_EN } as const;
const kept = { closedBy: null, zh: KEPT, en: KEPT_EN } as const;
const byHand = { closedBy: null, zh: HAND, en: HAND_EN } as const;
/** No accepted order, so no clock: the answer is promised within a day. */
const byHandLater = {
  closedBy: null,
  zh: HAND.replace('10:00', '12:00'),
  en: HAND_EN.replace('10:00', '12:00'),
} as const;
const silent = { closedBy: null, zh: null, en: null } as const;
const contract = {
  closedBy: 'variable_empty',
  opens: { contractEndOn: '2027-03-31', exitFeeFen: 3_000 },
  zh: 'T3 手机报协议2027年3月31日到期。提前解约需付30.00元,回复TD01办理;到期退订免费。',
  en: 'T3 手机报 runs until 31 Mar 2027. Exit early for ¥30.00: reply TD01; free at the end of the term.',
} as const;
const inFlight = {
  closedBy: 'date_not_recorded',
  opens: { notBeforeAt: NOW + 48 * HOUR },
  zh: 'T4A 您另有业务正在办理,完成后将自动退订手机报,11月23日12:00前告知结果。',
  en: 'T4A Another order of yours is in progress; 手机报 will be cancelled right after it. We will tell you by 12:00 on 23 Nov.',
} as const;

const stories: readonly Story[] = [
  {
    ...{ code: 'SET-01', raw: ['CRM', '0983', '信息服务总开关已关闭'], closedBy: null },
    zh: 'T2A 您退订手机报未成功:信息服务总开关已关闭。我们正为您处理,11月22日10:00前告知。',
    en: 'T2A 手机报 was not cancelled: the service switch is off. We are opening it and will tell you by 10:00 on 22 Nov.',
  },
  {
    ...{ code: 'SET-02', raw: ['AUTH', '1001_6', '验证码错误'], closedBy: null },
    zh: 'T2 您退订手机报未成功:身份校验未通过。请重新获取验证码办理,或拨10086。',
    en: 'T2 手机报 was not cancelled: the identity check failed. Ask for a new code, or call 10086.',
  },
  {
    ...{ code: 'SET-03', raw: ['AUTH', '1001_8', '证件号码不符'], closedBy: null },
    zh: 'T2B 您退订手机报未成功:证件信息与登记不符。请携本人有效证件到营业厅核对,或拨10086。',
    en: 'T2B 手机报 was not cancelled: your ID does not match our record. Please bring it to a shop, or call 10086.',
  },
  {
    ...{ code: 'SET-04', raw: ['CRM', '1000_9', '副卡号码无权限'], closedBy: null },
    zh: 'T2C 手机报由主号订购,请由主号机主办理退订,或拨10086协助。',
    en: 'T2C 手机报 belongs to the main line: its holder can cancel it, or call 10086.',
  },
  { code: 'SET-05', raw: ['CRM', '86', '工号无权限'], ...silent },
  { code: 'SET-06', raw: ['CRM', '0922', '号码状态异常'], ...byHand },
  { code: 'SYN-01', raw: ['CRM', 'E0913', '平台存在订购关系,CRM无'], ...delayed },
  { code: 'SYN-02', raw: ['PLAT', '69', '用户未订购该业务'], ...delayed },
  { code: 'SYN-03', raw: ['BIL', 'B2031', '计费周期未终止'], ...delayed },
  { code: 'SYN-04', raw: ['SP', '1007', 'SP未返回取消应答'], ...delayed },
  { code: 'SYN-05', raw: ['HLR', '5012', '签约数据删除失败'], ...delayed },
  { code: 'SYN-06', raw: ['CRM', '53', '指令已发送,本地落库失败'], ...delayed },
  { code: 'SYN-07', raw: ['PLAT', 'TIMEOUT', '等待回执超时'], ...delayed },
  {
    ...{ code: 'SYN-08', raw: ['CRM', 'OrderTodayHasCancel', '请勿重复操作'] },
    ...{ closedBy: 'systems_not_read', opens: { actual: gone, seenAt: read, state: 'verified' } },
    zh: 'T5 手机报已退订,11月21日起不再收费。如有疑问请拨10086。',
    en: 'T5 手机报 is cancelled; no charge from 21 Nov. Questions: 10086.',
  },
  { code: 'SYN-09', raw: ['CRM', '3027_4', '批量覆盖后重新开通'], ...byHand },
  { code: 'POL-01', raw: ['CRM', '0906', '协议期未满'], ...contract },
  { code: 'POL-02', raw: ['CRM', '0905', '营销活动期内不可退订'], ...contract },
  {
    ...{ code: 'POL-03', raw: ['CRM', '0975_1', '套餐必选,不可单独退订'] },
    ...{ closedBy: 'variable_empty', opens: { alternative: '轻享套餐' } },
    zh: 'T3A 手机报含在您的套餐内,不能单独退订,可改办轻享套餐,回复TD01了解。',
    en: 'T3A 手机报 is part of your plan and cannot be cancelled alone; 轻享套餐 is open to you: reply TD01.',
  },
  { code: 'POL-04', raw: ['CRM', '17', '存在依赖业务'], ...inFlight },
  {
    ...{ code: 'POL-05', raw: ['CRM', '3021', '仅限营业厅办理'], closedBy: null },
    zh: 'T4 您退订手机报的申请已转专人代办,无需前往营业厅,11月22日12:00前告知结果。',
    en: 'T4 Your cancellation of 手机报 is being handled for you; no shop visit needed. We will tell you by 12:00 on 22 Nov.',
  },
  {
    ...{ code: 'POL-06', raw: ['BIL', '0999_2', '账期处理中,暂不受理'] },
    ...{ closedBy: 'date_not_recorded', opens: { notBeforeAt: NOW + 48 * HOUR } },
    zh: 'T9 手机报退订已受理,11月23日起失效并停止收费。',
    en: 'T9 The cancellation of 手机报 is accepted; it ends and stops charging on 23 Nov.',
  },
  {
    ...{ code: 'POL-07', raw: ['CRM', 'EC_HAS_UNPAY', '有未支付订单'] },
    closedBy: 'systems_not_read',
    opens: { seenAt: { ...unread, billing: NOW }, actual: { ...running, billing: 'cancelled' } },
    zh: 'T3C 手机报已停止续订,不再产生新费用;原欠费请另行结清。',
    en: 'T3C 手机报 will not renew and costs nothing more; earlier arrears are separate.',
  },
  { code: 'POL-08', raw: ['CRM', '0998', '存在在途工单'], ...inFlight },
  {
    ...{ code: 'POL-09', raw: ['CRM', 'POL_BASIC', '基础业务,仅可暂停'], closedBy: null },
    zh: 'T3B 手机报为基础业务,不能退订;可办理停机保号或变更套餐,详询10086。',
    en: 'T3B 手机报 is a basic service: it can be suspended or the plan changed. Call 10086.',
  },
  { code: 'POL-10', raw: ['RISK', 'R403', '黑名单用户'], ...byHandLater },
  { code: 'TEC-01', raw: ['ESB', 'HTTP504', '网关超时'], ...delayed },
  { code: 'TEC-02', raw: ['ESB', 'HTTP502', '平台处理异常'], ...delayed },
  { code: 'TEC-03', raw: ['HLR', '3004', 'DIAMETER_TOO_BUSY'], ...delayed },
  { code: 'TEC-04', raw: ['HLR', '5030', 'DIAMETER_USER_UNKNOWN'], ...delayed },
  { code: 'TEC-05', raw: ['CRM', 'ORA-00060', '死锁'], ...delayed },
  { code: 'TEC-06', raw: ['SP', '0072', 'SP已暂停服务'], ...delayed },
  { code: 'TEC-07', raw: ['PLAT', '5', 'SP代码错误'], ...kept },
  { code: 'TEC-08', raw: ['PLAT', '22', '产品配置缺失'], ...kept },
  { code: 'TEC-09', raw: ['HLR', 'MW_WINDOW', '割接窗口内'], ...kept },
  {
    ...{ code: 'USR-01', raw: ['SMS', 'CMD_ERR', '未识别的指令'], closedBy: null },
    zh: 'T10 未识别您的指令。回复0000查询已订业务,按序号回复即可退订。疑问拨10086',
    en: 'T10 We did not understand. Reply 0000 to list your services, then the number. Help: 10086',
  },
  {
    ...{ code: 'USR-02', raw: ['SMS', 'NO_CONFIRM', '用户未回复确认'] },
    ...{ closedBy: 'expiry_not_set', opens: { confirmMinutes: 30 } },
    zh: 'T8 您正在退订手机报,11月21日失效。30分钟内回复Y确认,未回复则不退订。',
    en: 'T8 You are cancelling 手机报, ending 21 Nov. Reply Y within 30 minutes; without it nothing changes.',
  },
  { code: 'USR-03', raw: ['CRM', 'USER_ABORT', '用户中途放弃'], ...silent },
  {
    ...{ code: 'USR-04', raw: ['CRM', 'NEXT_CYCLE', '次月1日生效'], closedBy: null },
    zh: 'T9 手机报退订已受理,12月1日起失效并停止收费。',
    en: 'T9 The cancellation of 手机报 is accepted; it ends and stops charging on 1 Dec.',
  },
  {
    ...{ code: 'USR-05', raw: ['CS', 'DISPUTE', '用户反映未订购'], closedBy: null },
    zh: 'T7A 您反映的手机报订购争议已受理,11月22日10:00前答复核查及退费结果。',
    en: 'T7A Your dispute over 手机报 is registered; we will answer, refund included, by 10:00 on 22 Nov.',
  },
  { code: 'USR-06', raw: ['CS', 'PRIVACY', '担心信息安全而放弃'], ...silent },
  { code: 'UNK-00', raw: ['PLAT', '9017', '内部错误'], ...byHand },
];

describe('Every code of the catalogue', () => {
  it('has its story here', () => {
    const told = stories.map(({ code }) => code).sort();
    expect(told).toEqual(codeFile.codes.map(({ code }) => code).sort());
  });

  it.each(stories.map((story) => [story.code, story] as const))(
    '%s: from the raw text to the remedy and the message, its gates closed and open',
    (code, story) => {
      const [sourceSystem, rawCode, rawText] = story.raw;
      expect(classify({ sourceSystem, rawCode, rawText }).failureCode).toBe(code);
      const entry = codeFile.codes.find((one) => one.code === code);
      expect(entry?.remedyZh).not.toBe('');
      expect(entry?.remedyEn).not.toBe('');
      if (entry?.message == null) return expect(story.zh).toBeNull();
      const facts = factsOf(entry);
      const at = (more: Partial<MessageFacts>) => written(entry.message, { ...facts, ...more });
      const first = at({});
      expect(first.zh.facts[0] ?? null).toBe(story.closedBy);
      expect(first.en.facts[0] ?? null).toBe(story.closedBy);
      const opened = at(story.opens ?? {});
      expect(opened.zh).toEqual({ facts: [], text: story.zh });
      expect(opened.en).toEqual({ facts: [], text: story.en });
      return undefined;
    },
  );
});

describe('Messages with a gate of their own', () => {
  const facts = factsOf({ ...plain, code: 'SYN-03' });

  it('T5 waits for each of the four systems, one by one', () => {
    for (const system of ['crm', 'platform', 'network', 'billing'] as const) {
      const base = { ...facts, actual: gone, seenAt: read };
      expect(gatesOf('T5', base)).toEqual([]);
      expect(gatesOf('T5', { ...base, seenAt: { ...read, [system]: null } })).toEqual([
        { fact: 'systems_not_read', about: [system] },
      ]);
      for (const state of ['active', 'unknown'] as const)
        expect(gatesOf('T5', { ...base, actual: { ...gone, [system]: state } })).toEqual([
          { fact: 'systems_not_cancelled', about: [system] },
        ]);
    }
  });

  it('T7 waits for the refund and names its amount', () => {
    expect(gatesOf('T7', facts)).toEqual([{ fact: 'refund_not_accepted', about: [] }]);
    const { zh } = written('T7', { ...facts, refundAcceptedFen: 1_005 });
    expect(zh).toEqual({
      facts: [],
      text: 'T7 手机报退订延迟多收的10.05元已退至您的话费账户。给您带来不便,敬请谅解。',
    });
  });

  it('T11 asks only after the case, and nothing says "in hand" once it ended', () => {
    expect(gatesOf('T11', facts)).toEqual([{ fact: 'case_open', about: [] }]);
    const ended = { ...facts, state: 'verified' as const };
    expect(gatesOf('T11', ended)).toEqual([]);
    for (const code of ['T1', 'T2', 'T3', 'T4', 'T4A', 'T6', 'T6A', 'T8'])
      expect(gatesOf(code, ended)).toContainEqual({ fact: 'case_ended', about: [] });
  });

  it('promise no time that has passed or is about to', () => {
    const text = (dueAt: number) => valuesOf('T1', { ...facts, dueAt }, 'zh', zone).time;
    expect(text(NOW + 6 * HOUR)).toBe('18:00');
    expect(text(NOW - HOUR)).toBe('11月22日12:00');
    expect(text(NOW + 60_000)).toBe('11月22日12:00');
  });
});

interface Entry {
  code: string;
  retry: string;
  countsAsFailure: boolean;
  policyRefusal: boolean;
}
const plain = { retry: 'auto', countsAsFailure: true, policyRefusal: false };

/** A case as it opens: requested two hours ago, all four systems as the request found them, nobody has looked. */
function factsOf(entry: Entry): MessageFacts {
  const opening = openingOf(entry, {
    ...{ requestedAt: NOW - 2 * HOUR, contractEndOn: null, effectRule: 'at_once' },
    ...{ now: NOW, zone },
  });
  return {
    ...{ state: opening.state, wanted: opening.wanted, wantedFromAt: opening.wantedFromAt },
    ...{ actual: running, seenAt: unread, notBeforeAt: opening.notBeforeAt, dueAt: opening.dueAt },
    ...{ contractEndOn: null, exitFeeFen: null, effectRule: 'at_once', serviceName: '手机报' },
    ...{ refundAcceptedFen: 0, alternative: null, replyCode: 'TD01', confirmMinutes: null },
    ...{ hotline: '10086', promiseMs: 24 * HOUR, now: NOW },
  };
}

function written(code: string, facts: MessageFacts) {
  const texts = templates.get(code) ?? { zh: '', en: '' };
  const write = (language: MessageLanguage) => {
    const values = valuesOf(code, facts, language, zone);
    const { text, missing } = renderMessage(texts, language, values, '');
    return {
      facts: [...gatesOf(code, facts), ...emptyGates(missing)].map(({ fact }) => fact),
      text: `${code} ${text}`,
    };
  };
  return { zh: write('zh'), en: write('en') };
}
