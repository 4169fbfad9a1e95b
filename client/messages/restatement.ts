/** What a corrected outage owes against what was credited before. */
export const en = {
  text: {
    title: 'After the correction',
    note: 'Credited by batches of revision %{from}, owed by revision %{to}, line by line',
    credited: 'Credited · revision %{revision}',
    owed: 'Owed · revision %{revision}',
    more: 'Owed more',
    less: 'Credited too much',
    same: 'Unchanged',
    lines: '%{n} lines',
    left: '%{n} of them are no longer affected',
    overpaid: {
      forgiven: 'The policy lets them keep it.',
      reversed: 'The policy wants it taken back; nothing is taken back by itself yet.',
    },
    make: 'Make the supplementary batch',
    made: 'Batch %{number}',
    nothing: 'The correction changes nothing for anybody.',
    companions: 'Counted together with',
    kind: { outage: 'Batch of an outage', supplementary: 'Supplementary batch' },
  },
  errors: { restatement: { none: 'Nothing was credited before this revision.' } },
};

export const zh: typeof en = {
  text: {
    title: '更正后的差额',
    note: '逐户比较：修订 %{from} 的批次已补，修订 %{to} 应补',
    credited: '已补 · 修订 %{revision}',
    owed: '应补 · 修订 %{revision}',
    more: '应补更多',
    less: '已补过多',
    same: '没有变化',
    lines: '%{n} 户',
    left: '其中 %{n} 户已不在影响范围内',
    overpaid: {
      forgiven: '按策略不再收回。',
      reversed: '按策略应当收回，目前不会自动冲正。',
    },
    make: '另建补差批次',
    made: '批次 %{number}',
    nothing: '这次更正不影响任何用户的补偿。',
    companions: '合并计算的中断',
    kind: { outage: '中断补偿批次', supplementary: '补差批次' },
  },
  errors: { restatement: { none: '此修订之前没有补偿入账。' } },
};
