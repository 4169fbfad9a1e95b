/** Views that come with the product; their names are messages (`views.shipped.…`). */
export const shippedViews = [
  { key: 'mine', filter: { stateGroup: 'open_any', assigneeId: ['me'] } },
  { key: 'breached', filter: { stateGroup: 'open_any', overdue: true } },
  { key: 'dueSoon', filter: { stateGroup: 'open_any', dueInHours: 2 } },
  { key: 'unknown', filter: { state: ['unknown'] } },
  { key: 'waitingCustomer', filter: { state: ['waiting_customer'] } },
  { key: 'unmapped', filter: { stateGroup: 'open_any', failureCode: ['UNK-00'] } },
  { key: 'disputed', filter: { stateGroup: 'open_any', failureCode: ['USR-05'] } },
  { key: 'inOutage', filter: { stateGroup: 'open_any', inOutage: true } },
] as const;
