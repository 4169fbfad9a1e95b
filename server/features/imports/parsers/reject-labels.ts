import type { RejectLabels } from './reject-file.ts';

const zh: RejectLabels = {
  row: '行号',
  column: '列',
  reason: '原因',
  original: '原始内容',
  reasons: {
    'rejects.required': '必填',
    'rejects.tooLong': '超过 {max} 个字符',
    'rejects.badCharacter': '含有无法保存的字符',
    'rejects.notMsisdn': '不是有效的手机号码',
    'rejects.notTime': '不是有效的时间:{text}',
    'rejects.timeAmbiguous': '该时间在时区 {zone} 中出现两次,请写明时差:{text}',
    'rejects.timeSkipped': '该时间在时区 {zone} 中不存在:{text}',
    'rejects.notZone': '不是有效的时区:{text}',
    'rejects.notDate': '不是有效的日期:{text}',
    'rejects.notFee': '不是金额(元,最多两位小数):{text}',
    'rejects.notInteger': '不是 {min} 到 {max} 之间的整数:{text}',
    'rejects.notCode': '不是有效的代码:{text}',
    'rejects.notArea': '不是六位行政区代码:{text}',
    'rejects.unknownWord': '无法识别:{text}',
    'rejects.endBeforeStart': '结束时间不晚于开始时间',
    'rejects.notAnHour': '不是整点',
    'rejects.aboveOther': '大于 {other}',
    'rejects.columnCount': '应有 {expected} 列,实际 {found} 列',
    'rejects.notObject': '不是服务订单',
    'rejects.noDeleteItem': '没有失败的退订项',
    'rejects.noError': '没有错误信息',
  },
};

const en: RejectLabels = {
  row: 'Row',
  column: 'Column',
  reason: 'Reason',
  original: 'Original',
  reasons: {
    'rejects.required': 'Required',
    'rejects.tooLong': 'Longer than {max} characters',
    'rejects.badCharacter': 'Has a character that cannot be stored',
    'rejects.notMsisdn': 'Not a valid mobile number',
    'rejects.notTime': 'Not a valid time: {text}',
    'rejects.timeAmbiguous': 'Occurs twice in {zone}; give the offset: {text}',
    'rejects.timeSkipped': 'Does not exist in {zone}: {text}',
    'rejects.notZone': 'Not a time zone: {text}',
    'rejects.notDate': 'Not a valid date: {text}',
    'rejects.notFee': 'Not an amount in yuan with at most two decimals: {text}',
    'rejects.notInteger': 'Not a whole number from {min} to {max}: {text}',
    'rejects.notCode': 'Not a valid code: {text}',
    'rejects.notArea': 'Not an area code of six digits: {text}',
    'rejects.unknownWord': 'Not known: {text}',
    'rejects.endBeforeStart': 'The end is not after the start',
    'rejects.notAnHour': 'Not a full hour',
    'rejects.aboveOther': 'More than {other}',
    'rejects.columnCount': 'Has {found} columns instead of {expected}',
    'rejects.notObject': 'Not a service order',
    'rejects.noDeleteItem': 'Has no failed item that deletes a service',
    'rejects.noError': 'Has no error message',
  },
};

/** The reject file's wording in the languages of the product. */
export const rejectLabels = { zh, en } as const;
