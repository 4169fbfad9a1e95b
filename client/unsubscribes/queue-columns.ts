/** The columns of the queue, in the order in which they stand until somebody sets them otherwise. */
export const queueColumns = [
  'msisdnMasked',
  'productName',
  'failureCode',
  'state',
  'lamps',
  'ticketNo',
  'partnerName',
  'channel',
  'stage',
  'areaNameZh',
  'assigneeName',
  'monthlyFeeFen',
  'attemptCount',
  'sourceSystem',
  'rawCode',
  'requestedAt',
  'openedAt',
  'endedAt',
  'dueAt',
] as const;
export type QueueColumn = (typeof queueColumns)[number];

export const hiddenAtFirst: readonly QueueColumn[] = [
  'ticketNo',
  'partnerName',
  'channel',
  'stage',
  'monthlyFeeFen',
  'openedAt',
  'endedAt',
  'attemptCount',
  'sourceSystem',
  'rawCode',
];

/** Beside the drawer only what finds a case is kept. */
export const columnsBeside = [
  'msisdnMasked',
  'productName',
  'failureCode',
  'state',
  'lamps',
  'dueAt',
] as const satisfies readonly QueueColumn[];
