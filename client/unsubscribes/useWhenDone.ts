import { useEffect, useRef } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';

/** Long enough to read the outcome. */
const LOOK_MS = 1_200;

/** Calls once when a case that was open when it came into view has ended. */
export function useWhenDone(record: CaseShow, onDone: (() => void) | undefined): void {
  const ended = isCaseEnded(record.state);
  const wasOpen = useRef(!ended);
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    if (!ended || !wasOpen.current) return;
    wasOpen.current = false;
    const timer = setTimeout(() => latest.current?.(), LOOK_MS);
    return () => clearTimeout(timer);
  }, [ended]);
}
