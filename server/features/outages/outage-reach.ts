import { inAreas } from '#domain/area-range.ts';
import type { Actor } from '#domain/context.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';

/** Whether a person narrowed to areas may know of an outage: it lies in them, or takes them in. */
export function reaches(
  actor: Pick<Actor, 'areaCodes'>,
  facts: Pick<OutageFacts, 'areaCodes'>,
): boolean {
  const own = actor.areaCodes;
  return (
    own.length === 0 ||
    facts.areaCodes.some((code) => inAreas(code, own) || own.some((area) => inAreas(area, [code])))
  );
}
