/** The product's mark: an arrow that turns back. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="9" fill="var(--accent)" />
      <path
        d="m15 11-5.5 6 5.5 6M10 17h14a5.7 5.7 0 0 1 0 11.5h-4.5"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="3.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
