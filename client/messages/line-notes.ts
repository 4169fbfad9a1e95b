/** What is known of single lines in an outage. */
export const en = {
  text: {
    title: 'Single lines',
    note: 'Looked at by policies that count from the report, pay on claim or after acceptance, or stop the clock',
    none: 'Nothing is known of single lines yet.',
    tell: 'Tell of lines',
    what: 'What the rows tell',
    rows: 'Rows',
    help: 'Number and local time: 138 0000 0000, 2026-10-10 18:05. The first report, claim or acceptance counts.',
    helpSuspended:
      'Number, begin, end and reason (war, strike, maintenance, disaster, other): 138 0000 0000, 2026-10-10 18:05, 2026-10-10 19:00, maintenance',
    send: 'Take in',
    told: '%{noted} new, %{known} known before, %{rejected} not taken',
    reject: 'Row %{row} %{text}:',
    why: {
      no_number: 'no number',
      no_time: 'no time',
      not_known: 'no line has this number',
      too_early: 'more than a month before the outage',
      no_end: 'no end after the begin',
    },
    last: 'last told by %{name}',
    kind: {
      reported: 'Reported',
      claimed: 'Claimed',
      accepted: 'Accepted the offer',
      suspended: 'Suspended',
    },
  },
  errors: { notes: { tooMany: 'At most %{max} rows at once.' } },
};

export const zh: typeof en = {
  text: {
    title: '单个用户情况',
    note: '按报障时间计算、申请才补、接受才补或暂停计时的策略会用到',
    none: '还没有单个用户的情况。',
    tell: '录入用户情况',
    what: '内容',
    rows: '明细',
    help: '每行一个号码和当地时间：138 0000 0000, 2026-10-10 18:05。以最早一次为准。',
    helpSuspended:
      '每行号码、开始、结束和原因（war、strike、maintenance、disaster、other）：138 0000 0000, 2026-10-10 18:05, 2026-10-10 19:00, maintenance',
    send: '录入',
    told: '新增 %{noted} 户，已知 %{known} 户，未录入 %{rejected} 行',
    reject: '第 %{row} 行 %{text}：',
    why: {
      no_number: '没有号码',
      no_time: '没有时间',
      not_known: '没有这个号码的用户',
      too_early: '早于中断一个月以上',
      no_end: '结束时间不晚于开始',
    },
    last: '最近由 %{name} 录入',
    kind: {
      reported: '已报障',
      claimed: '已申请',
      accepted: '已接受',
      suspended: '暂停计时',
    },
  },
  errors: { notes: { tooMany: '一次最多 %{max} 行。' } },
};
