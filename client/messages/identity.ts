/** Who calls, and whose number may be seen. */
export const en = {
  text: {
    title: 'Identity',
    valid: 'Known to you until %{at}',
    validShort: 'Identified',
    none: 'The caller is not identified',
    failed: 'The last check failed',
    record: 'Identity check',
    recordTitle: 'Who is calling?',
    sentence:
      'Only how you checked and the result are kept, never what the caller showed or said. A passed check holds half an hour, for you.',
    method: 'Checked by',
    methods: {
      service_password: 'Service password',
      sms_code: 'Code by SMS',
      id_document: 'Identity document, in person',
      recent_calls: 'Recent calls',
      voice_print: 'Voice print',
    },
    result: 'Result',
    results: { passed: 'Passed', failed: 'Failed' },
    save: 'Record it',
    savedPassed: 'Recorded. You may act for the caller for half an hour.',
    savedFailed: 'Recorded. Nothing is done for this caller.',
    history: 'Checks',
    reveal: {
      show: 'Show the number',
      hide: 'Mask the number',
      title: 'Show the whole number',
      sentence:
        'It stands here for 30 seconds. The trail keeps who saw it, when and why; the number itself stays out of it.',
      reason: 'Why you need it',
      reasons: {
        caller: 'The customer is on the phone',
        call_back: 'To call the customer back',
        partner: 'The partner asks about it',
        trace: 'To find it in another system',
        complaint: 'A complaint names it',
      },
      needsCheck: 'For a caller, record the identity check first.',
      confirm: 'Show for 30 s',
      left: '%{s} s',
      remaining:
        'You may see %{smart_count} more number this hour. |||| You may see %{smart_count} more numbers this hour.',
      masked: 'The number is masked again.',
    },
  },
  resources: {},
  errors: {
    identity: {
      required: 'Record the identity check of the caller first; a passed one holds half an hour.',
    },
    reveal: {
      ownTasks: 'You may see numbers only of cases whose task you have taken.',
      limit: 'You have seen %{max} numbers this hour. Wait until the hour is over.',
      unreadable: 'The number cannot be read: its key is not here.',
    },
  },
};

export const zh: typeof en = {
  text: {
    title: '身份校验',
    valid: '您已核验，%{at} 前有效',
    validShort: '已核验',
    none: '来电人尚未核验',
    failed: '最近一次核验未通过',
    record: '身份校验',
    recordTitle: '来电的是谁？',
    sentence:
      '只记录核验方式和结果，不记录证件号和用户说的内容。核验通过后半小时内有效，仅限您本人使用。',
    method: '核验方式',
    methods: {
      service_password: '服务密码',
      sms_code: '短信验证码',
      id_document: '当面核对证件',
      recent_calls: '近期通话记录',
      voice_print: '声纹',
    },
    result: '结果',
    results: { passed: '通过', failed: '未通过' },
    save: '登记',
    savedPassed: '已登记。半小时内可以代用户办理。',
    savedFailed: '已登记。不为此来电人办理业务。',
    history: '核验记录',
    reveal: {
      show: '查看完整号码',
      hide: '隐藏号码',
      title: '查看完整号码',
      sentence: '号码显示 30 秒。谁、何时、为何查看都会记入审计，号码本身不记。',
      reason: '查看原因',
      reasons: {
        caller: '用户正在通话中',
        call_back: '需要回拨用户',
        partner: '合作方核对',
        trace: '到其他系统中查找',
        complaint: '处理投诉',
      },
      needsCheck: '用户在通话中时，请先登记身份校验。',
      confirm: '显示 30 秒',
      left: '%{s} s',
      remaining: '本小时内还可查看 %{smart_count} 个号码。',
      masked: '号码已重新隐藏。',
    },
  },
  resources: {},
  errors: {
    identity: { required: '请先登记来电人的身份校验，通过后半小时内有效。' },
    reveal: {
      ownTasks: '只能查看您已领取任务的工单号码。',
      limit: '本小时您已查看 %{max} 个号码，请过一小时再试。',
      unreadable: '号码无法读取：密钥不在本系统。',
    },
  },
};
