import { createHash } from 'node:crypto';
import type { SystemName, SystemStates } from './schemas.ts';

/** How a system of the operator words a refusal. */
export interface RawFault {
  readonly system: SystemName;
  readonly source: string;
  readonly code: string;
  readonly text: string;
}

const ORDER_FAULTS: readonly RawFault[] = [
  { system: 'billing', source: 'BIL', code: 'B2031', text: '已退订,计费周期未终止' },
  { system: 'billing', source: 'BIL', code: '0999_2', text: '账期处理中,暂不受理' },
  { system: 'network', source: 'HLR', code: '3004', text: '网元过载(DIAMETER_TOO_BUSY)' },
  { system: 'network', source: 'HLR', code: '5012', text: '签约数据删除失败' },
  { system: 'network', source: 'HLR', code: 'MW_WINDOW', text: '割接窗口内,暂停下发' },
  { system: 'platform', source: 'PLAT', code: 'TIMEOUT', text: '等待回执超时(30000ms)' },
  { system: 'platform', source: 'SP', code: '1007', text: 'SP未返回取消应答' },
  { system: 'crm', source: 'CRM', code: '53', text: '指令已发送,本地落库失败' },
  { system: 'crm', source: 'CRM', code: 'ORA-00060', text: '死锁' },
];

const BALANCE_FAULTS: readonly Omit<RawFault, 'system'>[] = [
  { source: 'OCS', code: 'OCS_4012', text: '账户已销户' },
  { source: 'OCS', code: 'OCS_4031', text: '号码已携出' },
];

/** What a whole order is refused with when a fault names no code of its own. */
export const ORDER_REFUSAL = { source: 'CRM', code: '0998', text: '存在在途工单' } as const;

const LAGS: readonly (readonly [share: number, ...states: readonly (keyof typeof LETTER)[]])[] = [
  // share of 100, then crm, platform, network, billing
  [30, 'A', 'A', 'A', 'A'],
  [15, 'C', 'A', 'A', 'A'],
  [20, 'C', 'C', 'A', 'A'],
  [20, 'C', 'C', 'C', 'A'],
  [10, 'A', 'C', 'A', 'A'],
  [5, 'N', 'A', 'A', 'A'],
];
const LETTER = { A: 'active', C: 'cancelled', N: 'absent' } as const;
const HOUR_MS = 3_600_000;

export interface Profile {
  /** A fraction in [0, 1) that depends on the seed and the parts only. */
  fraction(...parts: readonly string[]): number;
  /** States of a service nobody has named yet, seen at `now`. */
  derive(serviceId: string, now: number): SystemStates;
  /** The background fault of a new order, or null. Depends on the key, so a retry with a new key may succeed. */
  orderFault(key: string, targets: readonly SystemName[]): RawFault | null;
  /** Some of those faults lose the reply of an order that went through, so that outcomes stay unknown. */
  losesReply(key: string): boolean;
  balanceFault(key: string): Omit<RawFault, 'system'> | null;
  /** The default wording of a failure of this system. */
  faultOf(system: SystemName, key: string): RawFault;
  /** Whether a message never reaches its handset. */
  undelivered(key: string): boolean;
  /** After how long a customer answers a question by himself; null: never. */
  answersAfterMs(key: string): number | null;
  /** How much of a credit the customer has used already. */
  usedOf(key: string, amount: number): number;
}

/** Everything the simulator decides by itself. `faultRate` 0 makes it a gateway where everything works. */
export function createProfile(seed: number, faultRate: number): Profile {
  const fraction = (...parts: readonly string[]): number => {
    const digest = createHash('sha256')
      .update([String(seed), ...parts].join('\n'))
      .digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  };
  const pick = <T>(list: readonly T[], ...parts: readonly string[]): T | undefined =>
    list[Math.floor(fraction(...parts) * list.length)];
  const faultOf = (system: SystemName, key: string): RawFault => {
    const own = ORDER_FAULTS.filter((fault) => fault.system === system);
    return pick(own, 'wording', key) ?? { ...ORDER_REFUSAL, system };
  };

  return {
    fraction,
    faultOf,
    derive(serviceId, now) {
      const since = now - Math.floor((1 + fraction('since', serviceId) * 71) * HOUR_MS);
      let left = fraction('lag', serviceId) * 100;
      const row = LAGS.find(([share]) => (left -= share) < 0) ?? LAGS[0];
      const state = (index: number) => ({
        state: LETTER[(row?.[index] ?? 'A') as keyof typeof LETTER],
        seenAt: now,
        since,
      });
      return { crm: state(1), platform: state(2), network: state(3), billing: state(4) };
    },
    orderFault(key, targets) {
      if (fraction('order', key) >= faultRate) return null;
      const system = pick(targets, 'system', key);
      return system === undefined ? null : faultOf(system, key);
    },
    losesReply: (key) => fraction('lost', key) < faultRate / 8,
    balanceFault: (key) =>
      fraction('balance', key) < faultRate / 4
        ? (pick(BALANCE_FAULTS, 'balance-code', key) ?? null)
        : null,
    undelivered: (key) => fraction('undelivered', key) < faultRate / 2,
    answersAfterMs: (key) =>
      faultRate > 0 && fraction('answers', key) < 0.7
        ? Math.floor(15_000 + fraction('wait', key) * 90_000)
        : null,
    usedOf: (key, amount) =>
      fraction('used', key) < faultRate * 3 ? Math.floor(fraction('share', key) * amount) : 0,
  };
}
