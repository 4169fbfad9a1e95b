import { iconPaths } from './icon-paths.ts';
import type { IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

/** Decoration beside a word; an icon that stands alone needs its button's `aria-label`. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="r-icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={iconPaths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 1.8 : 1.3}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
