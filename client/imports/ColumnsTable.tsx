import { ValidationError, useTranslate } from 'ra-core';
import { useId } from 'react';
import type { FileColumns, ImportSample } from '#contract/imports.ts';
import type { ColumnsForm, ColumnsRoot } from './useColumnsForm.ts';

interface ColumnsTableProps {
  file: FileColumns;
  root: ColumnsRoot;
  form: ColumnsForm;
  sample: ImportSample | undefined;
  disabled: boolean;
}

/** Field by field: the column that holds it, and what stands in that column's first rows. */
export function ColumnsTable({ file, root, form, sample, disabled }: ColumnsTableProps) {
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
        {file.fields.map(({ field, required }) => (
          <ColumnRow
            key={field}
            field={field}
            required={required}
            headers={file.headers}
            root={root}
            form={form}
            values={valuesUnder(sample, form[root][field])}
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
  root: ColumnsRoot;
  form: ColumnsForm;
  values: readonly string[];
  disabled: boolean;
}) {
  const { field, required, headers, root, form, values, disabled } = props;
  const t = useTranslate();
  const id = useId();
  const chosen = form[root][field] ?? '';
  const fault = form.faults[`${root}.${field}`];
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
          onChange={(event) => form.choose(root, field, event.target.value)}
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
