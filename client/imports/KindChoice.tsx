import { useTranslate } from 'ra-core';
import type { ImportKind } from '#contract/imports.ts';

interface KindChoiceProps {
  kinds: readonly ImportKind[];
  value: ImportKind;
  onChange: (kind: ImportKind) => void;
  disabled: boolean;
}

/** What is in the file: one of a few, each with the shape it expects. */
export function KindChoice({ kinds, value, onChange, disabled }: KindChoiceProps) {
  const t = useTranslate();
  return (
    <fieldset className="imp-kinds" disabled={disabled}>
      <legend className="r-label">{t('imports.upload.kind')}</legend>
      {kinds.map((kind) => (
        <label key={kind} className={kind === value ? 'imp-kind imp-kind--chosen' : 'imp-kind'}>
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === value}
            onChange={() => onChange(kind)}
          />
          <span>
            <span className="imp-kind__name">{t(`imports.kinds.${kind}`)}</span>
            <span className="r-note">{t(`imports.kindHints.${kind}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
