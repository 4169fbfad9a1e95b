import { useTranslate } from 'ra-core';
import { useId } from 'react';
import { useCatalogue } from '../unsubscribes/useCatalogue.ts';

interface TemplateFieldProps {
  value: string;
  onChange: (id: string) => void;
}

/** Which text goes out: those that the catalogue's codes name. */
export function TemplateField({ value, onChange }: TemplateFieldProps) {
  const t = useTranslate();
  const id = useId();
  const { failureCodes } = useCatalogue();
  const ids = [
    ...new Set(failureCodes.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]))),
  ].sort();
  return (
    <div className="r-field bulk-field">
      <label htmlFor={id}>{t('bulk.form.template')}</label>
      <select id={id} required value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">–</option>
        {ids.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </div>
  );
}
