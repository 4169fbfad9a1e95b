/** ok verified · wait · bad failed · unk unknown · held · draft · flight in flight · open · none wanted. */
export type Status = 'ok' | 'wait' | 'bad' | 'unk' | 'held' | 'draft' | 'flight' | 'open' | 'none';

const knockout = { stroke: 'var(--surface)', strokeWidth: 1.6, fill: 'none' };
const line = { stroke: 'currentColor', strokeWidth: 1.5, fill: 'none' };
const round = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

const shapes: Record<Status, React.ReactNode> = {
  ok: (
    <>
      <circle cx="7" cy="7" r="6.5" fill="currentColor" />
      <path d="m4 7.2 2.1 2.1L10 5.2" {...knockout} {...round} />
    </>
  ),
  wait: (
    <>
      <circle cx="7" cy="7" r="5.750" {...line} />
      <path d="M7 3.8V7l2.2 1.4" {...line} {...round} />
    </>
  ),
  bad: (
    <>
      <path d="M4.3.5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3Z" fill="currentColor" />
      <path d="m4.9 4.9 4.2 4.2m0-4.2L4.9 9.1" {...knockout} {...round} />
    </>
  ),
  unk: (
    <>
      <circle
        cx="7"
        cy="7"
        r="5.750"
        {...line}
        strokeDasharray="6.7 2.330"
        strokeDashoffset="3.350"
      />
      <path
        d="M5.4 5.6a1.6 1.6 0 1 1 2.3 1.5c-.5.3-.7.5-.7 1M7 10h.01"
        {...line}
        {...round}
        strokeWidth={1.3}
      />
    </>
  ),
  held: (
    <>
      <rect x=".5" y=".5" width="13" height="13" rx="2" fill="currentColor" />
      <path d="M5.2 4.2v5.6M8.8 4.2v5.6" {...knockout} />
    </>
  ),
  draft: (
    <>
      <path d="M9.2 1.8l3 3-7 7-3.6.6.6-3.6Z" {...line} {...round} />
      <path d="M7.4 3.6l3 3" {...line} />
    </>
  ),
  flight: (
    <>
      <circle cx="7" cy="7" r="5.750" {...line} />
      <path d="M7 1.250a5.750 5.750 0 0 1 0 11.5Z" fill="currentColor" />
    </>
  ),
  open: <circle cx="7" cy="7" r="5.750" {...line} strokeDasharray="2.2 1.412" />,
  none: <path d="M3 7h8" {...line} strokeWidth={1.8} />,
};

/** The shape of a status; `label` names it when no word stands beside it. */
export function StatusIcon(props: { status: Status; size?: number; label?: string }) {
  const { status, size = 14, label } = props;
  const naming =
    label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg
      className={`r-shape r-ink-${status}`}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      {...naming}
    >
      {label !== undefined && <title>{label}</title>}
      {shapes[status]}
    </svg>
  );
}
