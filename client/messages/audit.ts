/** The audit trail. */
export const en = {
  text: {
    title: 'Audit',
    seal: {
      sealed: 'Sealed',
      pending: 'Not sealed yet',
      last: 'Last seal',
      never: 'none yet',
      lead: 'Every row is chained by hash seconds after it is written; a gap or a change would show.',
      head: 'Head of the chain',
    },
    row: { sealed: 'Sealed as no. %{seq}', pending: 'Sealed within seconds' },
    noReason: 'no reason given',
    since: 'From',
    until: 'To',
    open: 'What was recorded',
    empty: 'Nothing recorded yet.',
    scopeOwn: 'Your role reads its own acts here.',
    scopeStaff: 'Your role reads acts on staff and settings here.',
  },
  resources: {
    'audit-events': {
      name: 'Audit',
      fields: {
        at: 'When',
        actorName: 'Who',
        actorId: 'Who',
        action: 'Act',
        subjectType: 'Kind',
        subjectId: 'On what',
        reason: 'Reason',
        requestId: 'Request',
        sealSeq: 'Seal',
      },
    },
  },
  errors: {},
};

export const zh: typeof en = {
  text: {
    title: '审计',
    seal: {
      sealed: '已封存',
      pending: '待封存',
      last: '最近封存',
      never: '还没有',
      lead: '每条记录写入后数秒内串入哈希链，缺失或改动都会显现。',
      head: '链头',
    },
    row: { sealed: '封存序号 %{seq}', pending: '数秒内封存' },
    noReason: '未填原因',
    since: '自',
    until: '至',
    open: '记录内容',
    empty: '还没有记录。',
    scopeOwn: '你的角色在此只能看到自己的操作。',
    scopeStaff: '你的角色在此只能看到对人员和设置的操作。',
  },
  resources: {
    'audit-events': {
      name: '审计',
      fields: {
        at: '时间',
        actorName: '操作人',
        actorId: '操作人',
        action: '操作',
        subjectType: '类别',
        subjectId: '对象',
        reason: '原因',
        requestId: '请求编号',
        sealSeq: '封存',
      },
    },
  },
  errors: {},
};
