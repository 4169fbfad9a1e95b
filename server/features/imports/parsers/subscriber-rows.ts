import type { LineKind, LineStatus, PaymentType, PlanType } from '#domain/policy-types.ts';
import { createRowReader } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import type { RowRead } from './row-outcome.ts';
import { wordBook } from './words.ts';

/** One line of a subscriber snapshot. */
export interface SubscriberRow {
  /** E.164 */
  msisdn: string;
  planCode: string;
  planName: string;
  planType: PlanType;
  monthlyFeeFen: number;
  dataQuotaMb: number;
  dataRemainingMb: number;
  areaCode: string;
  province: string | null;
  city: string | null;
  district: string | null;
  siteCode: string;
  status: LineStatus;
  /** 'YYYY-MM-DD' */
  joinedOn: string;
  paymentType: PaymentType;
  billDay: number;
  language: 'zh' | 'en';
  /** Has the operator's app; null where the file does not say. */
  appPush: boolean | null;
  accountId: string;
  lineKind: LineKind;
  /** 'YYYY-MM-DD', where the file says as of when. */
  asOfOn: string | null;
}

const planTypeOf = wordBook<PlanType>({
  data: ['流量', '数据'],
  voice: ['语音'],
  bundle: ['融合', '套餐'],
});
const statusOf = wordBook<LineStatus>({
  active: ['在用', '正常', '开机'],
  suspended: ['停机', '单停', '双停'],
  pre_closed: ['预销户', '预拆机'],
  ported: ['已携出', '携出', '携号转出'],
  closed: ['已销户', '销户', '拆机'],
});
const paymentTypeOf = wordBook<PaymentType>({
  prepaid: ['预付费', '预付'],
  postpaid: ['后付费', '后付'],
});
const lineKindOf = wordBook<LineKind>({
  normal: ['普通', '主卡'],
  shared: ['副卡', '共享'],
  unlimited: ['不限量'],
  iot: ['物联网'],
});
const appOf = wordBook<'yes' | 'no'>({
  yes: ['是', '有', '1', 'true', 'y'],
  no: ['否', '无', '0', 'false', 'n'],
});
const languageOf = wordBook<'zh' | 'en'>({
  zh: ['zh-cn', '中文', '汉语'],
  en: ['en-us', 'en-gb', '英文', '英语'],
});

/** A row of the subscriber snapshot; money is in fen and data in MB, as whole numbers. */
export function readSubscriberRow(record: RowRecord): RowRead<SubscriberRow> {
  const row = createRowReader(record);
  const value: SubscriberRow = {
    msisdn: row.msisdn('msisdn'),
    planCode: row.code('planCode', 20),
    planName: row.text('planName', 80),
    planType: row.word<PlanType>('planType', planTypeOf, 'data'),
    monthlyFeeFen: row.integer('monthlyFeeFen'),
    dataQuotaMb: row.integer('dataQuotaMb'),
    dataRemainingMb: row.integer('dataRemainingMb'),
    areaCode: row.areaCode('areaCode'),
    province: row.optionalText('province', 60),
    city: row.optionalText('city', 60),
    district: row.optionalText('district', 60),
    siteCode: row.code('siteCode', 24),
    status: row.word<LineStatus>('status', statusOf, 'active'),
    joinedOn: row.date('joinedOn'),
    paymentType: row.word<PaymentType>('paymentType', paymentTypeOf, 'prepaid'),
    billDay: row.integer('billDay', 1, 31),
    language: (record.language ?? '').trim() === '' ? 'zh' : row.word('language', languageOf, 'zh'),
    appPush:
      (record.appPush ?? '').trim() === '' ? null : row.word('appPush', appOf, 'no') === 'yes',
    accountId: row.text('accountId', 40),
    lineKind: row.word<LineKind>('lineKind', lineKindOf, 'normal'),
    asOfOn: row.optionalDate('asOfOn'),
  };
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}
