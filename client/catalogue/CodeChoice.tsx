import { useTranslate } from 'ra-core';
import { useId } from 'react';
import { useLocaleName } from '../components/index.ts';
import { codeName } from './names.ts';
import { useCodes } from './useCodes.ts';

/** Which failure code something becomes. */
export function CodeChoice(props: { value: string; onChange(code: string): void }) {
  const { value, onChange } = props;
  const t = useTranslate();
  const id = useId();
  const locale = useLocaleName();
  const codes = useCodes();
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('catalogue.code')}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('catalogue.versions.choose')}</option>
        {codes.map((code) => (
          <option key={code.id} value={code.code}>
            {code.code} {codeName(code, locale)}
          </option>
        ))}
      </select>
    </div>
  );
}
