import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { usePopover } from './usePopover.ts';

interface ChipProps {
  label: string;
  value: ReactNode;
  /** An empty chip has nothing to remove. */
  filled: boolean;
  startOpen: boolean;
  onClear(): void;
  onClosed(): void;
  editor(done: () => void): ReactNode;
}

/** One condition of a list, edited where it stands. */
export function Chip({ label, value, filled, startOpen, onClear, onClosed, editor }: ChipProps) {
  const { open, setOpen, ref } = usePopover(startOpen, onClosed);
  const t = useTranslate();
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
        title={t('common.editCondition', { name: label })}
        onClick={() => setOpen(!open)}
      >
        <span className="r-chip__name">{label}</span>
        <span className="r-chip__value">{filled ? value : t('common.all')}</span>
      </button>
      {filled && (
        <button
          type="button"
          className="r-chip__remove"
          aria-label={t('common.removeCondition', { name: label })}
          onClick={onClear}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      {open && (
        <div className="r-pop" role="dialog" aria-label={label}>
          {editor(done)}
        </div>
      )}
    </div>
  );
}

interface AddConditionProps<C> {
  conditions: readonly C[];
  onAdd(condition: C): void;
}

/** The menu of the conditions that do not stand in the bar yet. */
export function AddCondition<C extends { label: string }>(props: AddConditionProps<C>) {
  const { conditions, onAdd } = props;
  const { open, setOpen, ref } = usePopover();
  const t = useTranslate();
  if (conditions.length === 0) return null;
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
          {conditions.map((condition) => (
            <li key={condition.label}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  onAdd(condition);
                }}
              >
                {condition.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
