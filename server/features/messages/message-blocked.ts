import { DomainError } from '#domain/errors.ts';
import type { QueueOutcome } from './message-service.ts';

/** The notice's id, or a refusal that names the first missing fact. */
export function assertQueued(queued: QueueOutcome): string {
  if (queued.outcome === 'queued') return queued.noticeId;
  if (queued.outcome === 'already') throw new DomainError('conflict', 'errors.messages.already');
  const first = queued.gates[0];
  throw new DomainError('conflict', `errors.messages.gate.${first?.fact ?? 'variable_empty'}`, {
    args: { about: first?.about.join(', ') ?? '' },
  });
}
