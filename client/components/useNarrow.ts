import { useSyncExternalStore } from 'react';

/** True on a phone: tables become lists of two-line rows. */
export function useNarrow(width = 600): boolean {
  const query = `(max-width: ${width}px)`;
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
