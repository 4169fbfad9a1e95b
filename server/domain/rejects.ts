import type { MessageArgs } from './errors.ts';

/** Why a row cannot be used: stable keys, worded by the client and by the reject file. */
export const rejectReasons = [
  'rejects.required',
  'rejects.tooLong',
  'rejects.tooMany',
  'rejects.badCharacter',
  'rejects.notMsisdn',
  'rejects.notTime',
  'rejects.timeAmbiguous',
  'rejects.timeSkipped',
  'rejects.notZone',
  'rejects.notDate',
  'rejects.notFee',
  'rejects.notInteger',
  'rejects.notCode',
  'rejects.notArea',
  'rejects.unknownWord',
  'rejects.endBeforeStart',
  'rejects.notAnHour',
  'rejects.aboveOther',
  'rejects.columnCount',
  'rejects.notObject',
  'rejects.noDeleteItem',
  'rejects.noError',
  'rejects.areaUnknown',
  'rejects.areaNotYours',
  'rejects.outageTooLong',
  'rejects.refused',
  'rejects.notAnItem',
  'rejects.notText',
  'rejects.unknownField',
  'rejects.badJson',
  'rejects.noRelation',
  'rejects.outageUnknown',
  'rejects.beforeOutage',
  'rejects.parentIsChild',
  'rejects.notScore',
  'rejects.scoreElsewhere',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/** One fault of one row. `column` is the field's name in code ('msisdn'), '' for the row as a whole. */
export interface Reject {
  column: string;
  reasonKey: RejectReason;
  args: MessageArgs;
}
