import { caseWordsEn, caseWordsZh } from '#contract/case-words.ts';

type CaseWords = typeof caseWordsEn;

/** What only a file needs to say: its reader cannot ask what a column holds. */
interface FileHeads {
  msisdn: string;
  productCode: string;
  rawText: string;
  failureCode: string;
  failureName: string;
  fee: string;
  overcharge: string;
  wanted: string;
  result: string;
  why: string;
  answerCode: string;
  answerText: string;
  takenAt: string;
  finishedAt: string;
  caseState: string;
}

/** Words of the files: the console's, and the heads of columns that only files have. */
function wordsOf(words: CaseWords, { fee, ...own }: FileHeads) {
  const { fields, systems, exclusion, result } = words;
  return {
    heads: {
      ...systems,
      ticketNo: fields.ticketNo,
      product: fields.productName,
      partner: fields.partnerName,
      channel: fields.channel,
      stage: fields.stage,
      source: fields.sourceSystem,
      rawCode: fields.rawCode,
      category: fields.category,
      state: fields.state,
      resolution: fields.resolution,
      area: fields.areaCode,
      fee,
      requestedAt: fields.requestedAt,
      openedAt: fields.openedAt,
      dueAt: fields.dueAt,
      endedAt: fields.endedAt,
      assignee: fields.assigneeName,
      attempts: fields.attemptCount,
      ...own,
    },
    ...{ category: words.category, state: words.state, resolution: words.resolution },
    ...{ stage: words.stage, channel: words.channel, item: words.item },
    ...{ actual: words.actual, wanted: words.wanted },
    why: { ...exclusion, ...result },
  };
}

const en = wordsOf(caseWordsEn, {
  msisdn: 'Number (masked)',
  productCode: 'Product code',
  rawText: 'Raw text',
  failureCode: 'Failure code',
  failureName: 'Cause',
  fee: `${caseWordsEn.fields.monthlyFeeFen} (¥)`,
  overcharge: 'Overcharge (¥)',
  wanted: 'Wanted',
  result: 'Result',
  why: 'Why',
  answerCode: 'Answer code',
  answerText: 'Answer',
  takenAt: 'Begun',
  finishedAt: 'Ended at',
  caseState: 'State of the case now',
});

const zh = wordsOf(caseWordsZh, {
  msisdn: '手机号码（已脱敏）',
  productCode: '业务编码',
  rawText: '原始说明',
  failureCode: '原因码',
  failureName: '原因',
  fee: `${caseWordsZh.fields.monthlyFeeFen}（元）`,
  overcharge: '多收话费（元）',
  wanted: '期望状态',
  result: '结果',
  why: '说明',
  answerCode: '返回码',
  answerText: '返回说明',
  takenAt: '开始时间',
  finishedAt: '完成时间',
  caseState: '工单现状态',
});

export type ExportWords = ReturnType<typeof wordsOf>;
export const exportWords: Readonly<Record<'en' | 'zh', ExportWords>> = { en, zh };
