import { useInput, useTranslate } from 'ra-core';
import { useId } from 'react';

interface ChoiceBoxesProps {
  source: string;
  label: string;
  choices: readonly { id: string; name: string; note?: string }[];
}

/** One box for each choice, with what it means; at least one has to be taken. */
export function ChoiceBoxes({ source, label, choices }: ChoiceBoxesProps) {
  const t = useTranslate();
  const id = useId();
  const { field, fieldState } = useInput<{ id: string }>({
    source,
    defaultValue: [],
    validate: (value: unknown) =>
      Array.isArray(value) && value.length > 0 ? undefined : t('errors.field.required'),
  });
  const chosen = field.value as readonly string[];
  const toggle = (choice: string) =>
    field.onChange(
      choices.map((one) => one.id).filter((one) => (one === choice) !== chosen.includes(one)),
    );
  const fault = fieldState.error?.message;
  return (
    <fieldset className="int-boxes" aria-describedby={fault === undefined ? undefined : id}>
      <legend className="r-label">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.id}>
          <input
            type="checkbox"
            checked={chosen.includes(choice.id)}
            onChange={() => toggle(choice.id)}
          />
          <span>
            <span>{choice.name}</span>
            {choice.note !== undefined && <span className="r-note">{choice.note}</span>}
          </span>
        </label>
      ))}
      {fault !== undefined && (
        <p id={id} className="r-help r-help--bad" role="alert">
          {fault.startsWith('@@') ? t('errors.field.required') : fault}
        </p>
      )}
    </fieldset>
  );
}
