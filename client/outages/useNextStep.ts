import { useTranslate } from 'ra-core';
import type { OutageShow } from '#contract/outages.ts';
import type { Status } from '../components/index.ts';
import { useBatches } from './useBatches.ts';
import { hasEvidence } from './words.tsx';

interface NextStepWords {
  status: Status;
  title: string;
  detail: string;
}

/** What the outage waits for; null when nothing is open. */
export function useNextStep(outage: OutageShow): NextStepWords | null {
  const t = useTranslate();
  const { live } = useBatches(outage.id);
  const words = (key: string, status: Status, args: Record<string, unknown> = {}) => ({
    status,
    title: t(`outages.next.${key}.title`, args),
    detail: t(`outages.next.${key}.detail`, args),
  });
  if (outage.state === 'open' && outage.estimatePassed) {
    return words('passed', 'bad', { time: outage.estimatedEndLocal?.replace('T', ' ') ?? '' });
  }
  if (outage.state === 'open') return words('open', 'bad');
  if (outage.state === 'restored') {
    if (outage.needsAgreement && !hasEvidence(outage)) return words('evidence', 'wait');
    if (outage.needsAgreement && outage.agreedBy === null) return words('agreement', 'wait');
    return words('confirm', 'wait', { name: outage.loggerName });
  }
  if (outage.state === 'confirmed' && live === undefined) return words('batch', 'ok');
  return null;
}
