import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';

interface ChipProps {
  label: string;
  shown: ReactNode;
  children: (close: () => void) => ReactNode;
}

/** A chip that opens a panel; Escape and a click outside close it. */
export function Chip({ label, shown, children }: ChipProps) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      setOpen(false);
      ref.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return (
    <div className="r-chip" ref={ref}>
      <button
        type="button"
        className="r-chip__open"
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <span className="r-chip__name">{label}</span>
        <span className="r-chip__value">{shown}</span>
      </button>
      {open && (
        <div className="r-pop" role="dialog" aria-label={label}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}

interface Option {
  id: string;
  label: string;
}

/** One of several, as radio buttons. */
export function Choices(props: {
  value: string;
  options: readonly Option[];
  onPick: (id: string) => void;
}) {
  const name = useId();
  return (
    <ul className="r-pop__choices">
      {props.options.map((option) => (
        <li key={option.id}>
          <label>
            <input
              type="radio"
              name={name}
              checked={option.id === props.value}
              autoFocus={option.id === props.value}
              onChange={() => props.onPick(option.id)}
            />
            {option.label}
          </label>
        </li>
      ))}
    </ul>
  );
}

interface ChoiceChipProps {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (id: string) => void;
}

/** A chip with a few fixed choices, one of which always holds. */
export function ChoiceChip({ label, value, options, onChange }: ChoiceChipProps) {
  const shown = options.find((option) => option.id === value)?.label ?? value;
  return (
    <Chip label={label} shown={shown}>
      {(close) => (
        <Choices
          value={value}
          options={options}
          onPick={(id) => {
            onChange(id);
            close();
          }}
        />
      )}
    </Chip>
  );
}
