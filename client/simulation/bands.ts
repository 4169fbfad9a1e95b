/** `50 – 100`, `≥ 100`, `< 50`, or one value where the band holds but one. */
export function bandText(
  from: number,
  until: number | null,
  text: (value: number) => string,
): string {
  if (until === null) return from === 0 ? '–' : `≥ ${text(from)}`;
  if (until === from + 1) return text(from);
  return from === 0 ? `< ${text(until)}` : `${text(from)} – ${text(until)}`;
}
