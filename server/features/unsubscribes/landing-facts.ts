import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import type { LineRef } from '../lines/line-store.ts';

/** A failed unsubscribe to land; an order's own id where the source has one besides the ticket. */
export type LandingFacts = UnsubscribeFacts & { orderRef?: string | null };

export interface LandingOptions {
  importId?: string | null;
  demo?: boolean;
}

/** Facts with their line; ticket and order as they are kept. */
export interface Prepared {
  facts: LandingFacts;
  ticketNo: string;
  orderRef: string | null;
  line: LineRef;
}

/** Cases read or written by one statement. */
export const LANDING_CHUNK = 200;
