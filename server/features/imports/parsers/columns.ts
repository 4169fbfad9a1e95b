import { createHash } from 'node:crypto';

export const importKinds = [
  'unsubscribes',
  'reconciliation',
  'platform_relations',
  'crm_relations',
  'subscribers',
  'volumes',
  'outages',
  'outage_effects',
] as const;
export type ImportKind = (typeof importKinds)[number];

interface FieldSpec {
  required: boolean;
  /** Headers that mean this field, besides its own name. Compared without case, white space and punctuation. */
  aliases: readonly string[];
}

const needed = (...aliases: string[]): FieldSpec => ({ required: true, aliases });
const optional = (...aliases: string[]): FieldSpec => ({ required: false, aliases });

/** The fields of each kind of import and the headers under which operators' systems export them. */
export const importFields = {
  unsubscribes: {
    ticketNo: needed('工单号', '工单编号', '工单流水号', 'ticket', 'ticket number'),
    msisdn: needed('手机号码', '手机号', '用户号码', '号码', 'mobile', 'phone number'),
    productCode: needed('业务代码', '产品代码', '产品编码', 'product'),
    productName: optional('业务名称', '产品名称'),
    partnerCode: needed('SP代码', 'SP编码', '合作方代码', 'partner', 'sp code'),
    channel: needed('渠道', '受理渠道', '办理渠道'),
    requestedAt: needed('受理时间', '退订时间', '申请时间', 'request time', 'requested'),
    stage: needed('失败环节', '环节', 'failed stage'),
    sourceSystem: needed('来源系统', '系统', 'system'),
    rawCode: needed('返回码', '错误码', '失败码', 'error code', 'return code'),
    rawText: needed('返回信息', '错误信息', '失败原因', 'error message', 'message'),
    province: optional('省份', '省'),
    city: optional('地市', '城市', '市'),
    monthlyFee: needed('月费(元)', '月费', '资费(元)', 'monthly fee', 'monthly fee (yuan)'),
    crmState: optional('CRM状态', 'crm'),
    platformState: optional('平台状态', 'platform'),
    networkState: optional('网元状态', 'network'),
    billingState: optional('计费状态', 'billing'),
  },
  reconciliation: {
    msisdn: needed('手机号码', '手机号', '用户号码', '号码', 'mobile', 'phone number'),
    productCode: needed('业务代码', '产品代码', '产品编码', 'product'),
    productName: optional('业务名称', '产品名称'),
    partnerCode: needed('SP代码', 'SP编码', '合作方代码', 'partner', 'sp code'),
    platformState: needed('平台状态', '平台侧状态', 'platform'),
    crmState: needed('CRM状态', 'CRM侧状态', 'crm'),
    networkState: optional('网元状态', 'network'),
    billingState: optional('计费状态', 'billing'),
    sinceAt: needed('变更时间', '状态时间', '更新时间', 'since', 'changed at', 'updated at'),
    monthlyFee: optional('月费(元)', '月费', '资费(元)', 'monthly fee', 'monthly fee (yuan)'),
  },
  platform_relations: {
    msisdn: needed('手机号码', '手机号', '用户号码', '号码', 'mobile', 'phone number'),
    productCode: needed('业务代码', '产品代码', '产品编码', 'product'),
    productName: optional('业务名称', '产品名称'),
    partnerCode: needed('SP代码', 'SP编码', '合作方代码', 'partner', 'sp code'),
    platformState: needed(
      '平台状态',
      '平台侧状态',
      '订购状态',
      '状态',
      'platform',
      'state',
      'status',
    ),
    networkState: optional('网元状态', 'network'),
    sinceAt: needed('变更时间', '状态时间', '更新时间', 'since', 'changed at', 'updated at'),
    monthlyFee: optional('月费(元)', '月费', '资费(元)', 'monthly fee', 'monthly fee (yuan)'),
  },
  crm_relations: {
    msisdn: needed('手机号码', '手机号', '用户号码', '号码', 'mobile', 'phone number'),
    productCode: needed('业务代码', '产品代码', '产品编码', 'product'),
    productName: optional('业务名称', '产品名称'),
    partnerCode: needed('SP代码', 'SP编码', '合作方代码', 'partner', 'sp code'),
    crmState: needed('CRM状态', 'CRM侧状态', '订购状态', '状态', 'crm', 'state', 'status'),
    billingState: optional('计费状态', 'billing'),
    sinceAt: needed('变更时间', '状态时间', '更新时间', 'since', 'changed at', 'updated at'),
    monthlyFee: optional('月费(元)', '月费', '资费(元)', 'monthly fee', 'monthly fee (yuan)'),
  },
  subscribers: {
    msisdn: needed('手机号码', '手机号', '用户号码', '号码', 'mobile', 'phone number'),
    planCode: needed('套餐代码', '套餐编码'),
    planName: needed('套餐名称', '套餐'),
    planType: needed('套餐类型'),
    monthlyFeeFen: needed('月费(分)'),
    dataQuotaMb: needed('套餐流量(MB)', '流量总量(MB)'),
    dataRemainingMb: needed('剩余流量(MB)', '流量余量(MB)'),
    areaCode: needed('行政区代码', '归属地代码', '区县代码'),
    province: optional('省份', '省'),
    city: optional('地市', '城市', '市'),
    district: optional('区县', '区'),
    siteCode: needed('基站编码', '基站', 'site'),
    status: needed('用户状态', '号码状态', '状态'),
    joinedOn: needed('入网日期', '入网时间'),
    paymentType: needed('付费方式', '付费类型'),
    billDay: needed('账单日', '出账日'),
    language: optional('语言'),
    appPush: optional('App', 'App推送', '是否安装App'),
    accountId: needed('账户编号', '账户', 'account'),
    lineKind: needed('用户类型', '号码类型'),
    asOfOn: optional('快照日期', '数据日期', 'as of'),
  },
  volumes: {
    hourStart: needed('小时', '时段开始', '开始时间', 'hour'),
    zone: optional('时区', 'timezone', 'time zone'),
    channel: needed('渠道', '受理渠道'),
    productCode: needed('业务代码', '产品代码', 'product'),
    areaCode: needed('地市代码', '行政区代码', '城市代码', 'city code', 'city'),
    requests: needed('请求数', '退订请求数'),
    orders: needed('订单数', '退订订单数'),
    successes: needed('成功数', '退订成功数'),
  },
  outages: {
    number: needed('事件编号', '编号', 'outage number', 'incident number', 'outage', 'incident'),
    title: needed('标题', '事件标题', '名称'),
    services: needed('影响业务', '业务', 'affected services'),
    severity: needed('严重程度', '程度'),
    areaCodes: needed('行政区代码', '影响区域代码', 'area codes', 'area code'),
    siteCodes: optional('基站编码', '基站', 'site codes', 'sites'),
    cause: needed('原因', '故障原因'),
    responsibility: needed('责任归属', '责任'),
    responsibleParty: optional('责任方'),
    announcedAt: optional('公告时间', '公告'),
    startedAt: needed('开始时间', '故障开始时间', '中断时间', 'started', 'start time', 'start'),
    endedAt: needed('恢复时间', '结束时间', 'restored at', 'ended', 'end time', 'end'),
    zone: optional('时区', 'timezone', 'time zone'),
    parentNumber: optional('上级事件编号', '所属事件', '父事件编号', 'parent', 'parent number'),
    estimatedAt: optional('预计恢复时间', '预计恢复', 'estimated', 'estimate', 'eta'),
  },
  outage_effects: {
    outageNumber: needed('事件编号', '编号', 'outage number', 'incident number', 'outage'),
    date: needed('日期', '发生日期', 'day'),
    kind: needed('类型', '类别', 'type'),
    compensated: optional('是否补偿', '补偿'),
    count: needed('数量', '件数', '人数', 'number', 'answers'),
    score: optional('评分', '满意度', '满意度评分', '得分'),
  },
} as const satisfies Record<ImportKind, Record<string, FieldSpec>>;

/** Field → header, as the file spells it: what is kept for the next file with the same headers. */
export type ColumnMapping = Readonly<Record<string, string>>;

export interface ResolvedColumns {
  columns: ColumnMapping;
  /** Required fields without a column: the file cannot be read before they have one. */
  missing: readonly string[];
  /** Headers that no field uses. */
  unused: readonly string[];
  /** Headers that stand twice: which of them is meant is not for us to guess. */
  repeated: readonly string[];
  /** Names the set of headers: 64 hex digits. Spelling counts, the order does not. */
  signature: string;
}

const headerKey = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_()[\]"'.:-]/gu, '');

/** Every field of a kind, in order, and whether a file must have it. */
export function fieldsOf(kind: ImportKind): { field: string; required: boolean }[] {
  return specsOf(kind).map(([field, { required }]) => ({ field, required }));
}

const specsOf = (kind: ImportKind): [string, FieldSpec][] =>
  Object.entries<FieldSpec>(importFields[kind]);

/** The same for the same headers in any order, so that a mapping is found again. */
export function headerSignature(headers: readonly string[]): string {
  const sorted = headers.map((header) => header.trim()).sort();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/**
 * Which header holds which field: a saved or chosen mapping first (as far as its headers exist), then the
 * field's own name and its usual headers. One header serves one field.
 */
export function resolveColumns(
  kind: ImportKind,
  headers: readonly string[],
  saved: ColumnMapping = {},
): ResolvedColumns {
  const specs = specsOf(kind);
  const columns: Record<string, string> = {};
  const taken = new Set<string>();
  const take = (field: string, header: string | undefined): void => {
    if (header === undefined || header === '' || taken.has(header)) return;
    columns[field] = header;
    taken.add(header);
  };
  for (const [field] of specs) {
    const wanted = Object.hasOwn(saved, field) ? saved[field] : undefined;
    if (wanted !== undefined && headers.includes(wanted)) take(field, wanted);
  }
  const byKey = new Map(headers.toReversed().map((header) => [headerKey(header), header]));
  for (const [field, { aliases }] of specs) {
    // '' says that the field has no column, whatever the headers look like.
    if (Object.hasOwn(saved, field) && saved[field] === '') continue;
    for (const name of [field, ...aliases]) {
      if (columns[field] === undefined) take(field, byKey.get(headerKey(name)));
    }
  }
  return {
    columns,
    missing: specs.filter(([f, s]) => s.required && columns[f] === undefined).map(([f]) => f),
    unused: headers.filter((header) => header !== '' && !taken.has(header)),
    repeated: [...new Set(headers.filter((header, i) => headers.indexOf(header) !== i))],
    signature: headerSignature(headers),
  };
}
