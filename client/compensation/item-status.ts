import type { BatchItemState } from '#contract/compensation.ts';
import type { Status } from '../components/index.ts';

export const itemStatus: Readonly<Record<BatchItemState, Status>> = {
  calculated: 'open',
  fixed: 'flight',
  sent: 'flight',
  accepted: 'ok',
  unknown: 'unk',
  parked: 'bad',
  reversed: 'held',
};
