import { ValidationError, useTranslate } from 'ra-core';
import { useId } from 'react';
import type { ImportRecord, ImportSample } from '#contract/imports.ts';
import type { ColumnsForm } from './useColumnsForm.ts';

interface ColumnsTableProps {
  record: ImportRecord;
  form: ColumnsForm;
  sample: ImportSample | undefined;
  disabled: boolean;
}

/** Field by field: the column that holds it, and what stands in that column's first rows. */
export function ColumnsTable({ record, form, sample, disabled }: ColumnsTableProps) {
  const t = useTranslate();
  return (
    <table className="r-table imp-columns">
      <thead>
        <tr>
          <th>{t('imports.columns.field')}</th>
          <th>{t('imports.columns.column')}</th>
          <th>{t('imports.columns.sample')}</th>
        </tr>
      </thead>
      <tbody>
        {record.fields.map(({ field, required }) => (
          <ColumnRow
            key={field}
            field={field}
            required={required}
            headers={record.headers}
            form={form}
            values={valuesUnder(sample, form.columns[field])}
            disabled={disabled}
          />
        ))}
      </tbody>
    </table>
  );
}

function ColumnRow(props: {
  field: string;
  required: boolean;
  headers: readonly string[];
  form: ColumnsForm;
  values: readonly string[];
  disabled: boolean;
}) {
  const { field, required, headers, form, values, disabled } = props;
  const t = useTranslate();
  const id = useId();
  const chosen = form.columns[field] ?? '';
  const fault = form.faults[`columns.${field}`];
  const missing = required && chosen === '';
  return (
    <tr>
      <td className="imp-columns__field">
        <label htmlFor={id}>{t(`imports.field.${field}`)}</label>
        {required && <small>{t('imports.columns.required')}</small>}
      </td>
      <td className="r-field imp-columns__choice">
        <select
          id={id}
          value={chosen}
          disabled={disabled}
          aria-required={required}
          aria-invalid={missing || fault !== undefined ? true : undefined}
          onChange={(event) => form.choose(field, event.target.value)}
        >
          <option value="">{t('imports.columns.none')}</option>
          {[...new Set(headers)]
            .filter((header) => header !== '')
            .map((header) => (
              <option key={header} value={header}>
                {header}
              </option>
            ))}
        </select>
        {fault !== undefined && (
          <span className="r-help r-help--bad" role="alert">
            <ValidationError error={fault} />
          </span>
        )}
      </td>
      <td className="imp-columns__sample">{values.join(' · ')}</td>
    </tr>
  );
}

function valuesUnder(sample: ImportSample | undefined, header: string | undefined): string[] {
  const at = header === undefined || header === '' ? -1 : (sample?.headers.indexOf(header) ?? -1);
  if (at < 0 || sample === undefined) return [];
  return sample.rows.map((row) => row[at] ?? '').filter((value) => value.trim() !== '');
}
