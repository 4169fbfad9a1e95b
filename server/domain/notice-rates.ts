/** Messages of one round a second. */
export const NOTICE_RATE = { least: 1, most: 2_000, usual: 200 } as const;
/** Above so many the sender types how many there are. */
export const NOTICE_COUNT_TYPED_ABOVE = 500;
