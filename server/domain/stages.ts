/** The nine stages of an unsubscribe, in the order in which it passes them. */
export const stages = [
  'received',
  'identity',
  'eligibility',
  'ordered',
  'platform',
  'network',
  'partner_told',
  'billing_stopped',
  'customer_told',
] as const;
export type Stage = (typeof stages)[number];

/** The names that imports use. */
export const stageNamesZh = {
  received: '受理',
  identity: '身份校验',
  eligibility: '资格校验',
  ordered: '订单提交',
  platform: '平台开通',
  network: '网元开通',
  partner_told: 'SP通知',
  billing_stopped: '计费停止',
  customer_told: '用户告知',
} as const satisfies Record<Stage, string>;

const byName = new Map<string, Stage>(
  stages.flatMap((stage) => [
    [stage, stage],
    [stage.replace('_', ' '), stage],
    [stageNamesZh[stage].toLowerCase(), stage],
  ]),
);

/** The stage that a Chinese or English name, or a code, stands for; null when none does. */
export function stageOf(name: string): Stage | null {
  return byName.get(name.normalize('NFKC').trim().toLowerCase()) ?? null;
}

/** 0 for `received` to 8 for `customer_told`: how far the request came. */
export function stageIndex(stage: Stage): number {
  return stages.indexOf(stage);
}

const stageBySource: Readonly<Record<string, Stage>> = {
  SMS: 'received',
  CS: 'received',
  AUTH: 'identity',
  CRM: 'eligibility',
  RISK: 'eligibility',
  ESB: 'ordered',
  PLAT: 'platform',
  HLR: 'network',
  HSS: 'network',
  PCRF: 'network',
  SP: 'partner_told',
  BIL: 'billing_stopped',
};

/**
 * Where an order stopped, judged by the system that refused it, for sources that name no stage
 * (TM Forum 641). A system nobody knows leaves it at the order itself.
 */
export function stageOfSource(sourceSystem: string): Stage {
  return stageBySource[sourceSystem.normalize('NFKC').trim().toUpperCase()] ?? 'ordered';
}
