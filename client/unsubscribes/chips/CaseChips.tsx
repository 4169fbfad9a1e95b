import { useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { AddCondition, Chip } from '../../components/index.ts';
import { tabOf } from '../queue-tabs.ts';
import { isSet, patched } from './chip-spec.ts';
import type { ChipSpec, FilterValues } from './chip-spec.ts';
import { useCaseChips } from './useCaseChips.tsx';

/** The one filter bar of the queue. What stands in the address stands here, and is edited in place. */
export function CaseChips({ end }: { end?: ReactNode }) {
  const { filterValues, setFilters } = useListContext();
  const specs = useCaseChips();
  const t = useTranslate();
  const [added, setAdded] = useState<string | null>(null);
  const values = filterValues as FilterValues;
  const set = (patch: FilterValues) => setFilters(patched(values, patch), {});
  // A state that a tab stands for is told by the tab.
  const hidden = (spec: ChipSpec) => spec.id === 'state' && tabOf(values) !== null;
  const shown = specs.filter(
    (spec) =>
      !hidden(spec) && (spec.place === 'always' || spec.id === added || isSet(spec, values)),
  );
  const offered = specs.filter(
    (spec) => spec.place === 'offered' && !hidden(spec) && !shown.includes(spec),
  );
  return (
    <div className="r-chips q-chips" role="group" aria-label={t('common.filters')}>
      {shown.map((spec) => (
        <Chip
          key={spec.id}
          label={spec.label}
          filled={isSet(spec, values)}
          value={isSet(spec, values) && spec.shown(values)}
          startOpen={spec.id === added}
          onClear={() => set(Object.fromEntries(spec.keys.map((key) => [key, undefined])))}
          onClosed={() => setAdded((before) => (before === spec.id ? null : before))}
          editor={(done) => spec.editor({ values, set, done })}
        />
      ))}
      <AddCondition conditions={offered} onAdd={(spec) => setAdded(spec.id)} />
      <span className="r-chips__end">{end}</span>
    </div>
  );
}
