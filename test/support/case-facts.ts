import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { TEST_NOW } from './world.ts';

let serial = 0;

/** One failed unsubscribe: HLR 5012 (SYN-05), network still active, requested two hours ago. */
export function caseFacts(changes: Partial<LandingFacts> = {}): LandingFacts {
  serial += 1;
  return {
    ticketNo: `TD${String(serial).padStart(8, '0')}`,
    msisdn: `+861700${String(1_000_000 + serial)}`,
    productCode: '601204',
    productName: '手机报',
    partnerCode: 'SP0044',
    channel: 'app',
    requestedAt: TEST_NOW - 2 * 3_600_000,
    stage: 'network',
    sourceSystem: 'HLR',
    rawCode: '5012',
    rawText: '签约数据删除失败',
    province: '江苏省',
    city: '苏州市',
    monthlyFeeFen: 300,
    actual: { crm: 'cancelled', platform: 'cancelled', network: 'active', billing: 'cancelled' },
    ...changes,
  };
}

/** Raw codes by what they become. */
export const raw = {
  contract: { sourceSystem: 'CRM', rawCode: '0906', rawText: '合约期内，到期日2027-03-31' },
  identity: { sourceSystem: 'AUTH', rawCode: '1001_6', rawText: '验证码错误' },
  channelOnly: { sourceSystem: 'CRM', rawCode: '3021', rawText: '仅限营业厅办理' },
  nextCycle: { sourceSystem: 'CRM', rawCode: 'NEXT_CYCLE', rawText: '次月生效' },
  timeout: { sourceSystem: 'ESB', rawCode: 'HTTP504', rawText: '网关超时' },
  unmapped: { sourceSystem: 'PLAT', rawCode: '4417', rawText: '内部错误' },
} as const;
