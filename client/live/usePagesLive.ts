import { useLocation } from 'react-router-dom';
import { liveTypes } from '#contract/events.ts';
import { useLive } from './useLive.ts';

/** Forms and sheets to decide on: what somebody types or reads there must not change under the hand. */
const STILL = /\/(?:create|edit|approve)$|^\/[a-z-]+\/[0-9A-HJKMNP-TV-Z]{26}$/;

/** Lists and records refresh by themselves, whatever page is open; forms keep still. */
export function usePagesLive(): void {
  const { pathname } = useLocation();
  useLive(STILL.test(pathname) ? [] : liveTypes);
}
