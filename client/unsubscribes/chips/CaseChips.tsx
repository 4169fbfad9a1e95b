import { useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../../components/index.ts';
import { tabOf } from '../queue-tabs.ts';
import { isSet, patched } from './chip-spec.ts';
import type { ChipSpec, FilterValues } from './chip-spec.ts';
import { useCaseChips } from './useCaseChips.tsx';
import { usePopover } from './usePopover.ts';

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
        <CaseChip
          key={spec.id}
          spec={spec}
          values={values}
          startOpen={spec.id === added}
          set={set}
          onClosed={() => setAdded((before) => (before === spec.id ? null : before))}
        />
      ))}
      <AddCondition specs={offered} onAdd={(spec) => setAdded(spec.id)} />
      <span className="r-chips__end">{end}</span>
    </div>
  );
}

interface CaseChipProps {
  spec: ChipSpec;
  values: FilterValues;
  startOpen: boolean;
  set(patch: FilterValues): void;
  onClosed(): void;
}

function CaseChip({ spec, values, startOpen, set, onClosed }: CaseChipProps) {
  const { open, setOpen, ref } = usePopover(startOpen, onClosed);
  const t = useTranslate();
  const filled = isSet(spec, values);
  const clear = () => set(Object.fromEntries(spec.keys.map((key) => [key, undefined])));
  const done = () => {
    setOpen(false);
    onClosed();
  };
  return (
    <div className="r-chip" ref={ref}>
      <button
        type="button"
        className="r-chip__open"
        aria-expanded={open}
        aria-haspopup="dialog"
        title={t('common.editCondition', { name: spec.label })}
        onClick={() => setOpen(!open)}
      >
        <span className="r-chip__name">{spec.label}</span>
        <span className="r-chip__value">{filled ? spec.shown(values) : t('common.all')}</span>
      </button>
      {filled && (
        <button
          type="button"
          className="r-chip__remove"
          aria-label={t('common.removeCondition', { name: spec.label })}
          onClick={clear}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      {open && (
        <div className="r-pop" role="dialog" aria-label={spec.label}>
          {spec.editor({ values, set, done })}
        </div>
      )}
    </div>
  );
}

function AddCondition(props: { specs: readonly ChipSpec[]; onAdd(spec: ChipSpec): void }) {
  const { open, setOpen, ref } = usePopover();
  const t = useTranslate();
  if (props.specs.length === 0) return null;
  return (
    <div className="r-chip r-chip--add" ref={ref}>
      <button
        type="button"
        className="r-chip__open"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="plus" size={12} />
        {t('common.condition')}
      </button>
      {open && (
        <ul className="r-pop r-pop__menu">
          {props.specs.map((spec) => (
            <li key={spec.id}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  props.onAdd(spec);
                }}
              >
                {spec.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
