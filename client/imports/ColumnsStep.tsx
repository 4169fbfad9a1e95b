import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { ImportRecord, ImportSample } from '#contract/imports.ts';
import { Button, Panel, StatusIcon, StickyActions } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { ColumnsTable } from './ColumnsTable.tsx';
import { AsOfField, ZoneField } from './Fields.tsx';
import { useColumnsForm } from './useColumnsForm.ts';

interface ColumnsStepProps {
  record: ImportRecord;
  mayRun: boolean;
  onStarted: () => void;
}

/** Step 1: which header holds which field, and how times are read; then the dry run begins. */
export function ColumnsStep({ record, mayRun, onStarted }: ColumnsStepProps) {
  const t = useTranslate();
  const form = useColumnsForm(record, onStarted);
  const tabular = record.headers.length > 0;
  const names = (fields: readonly string[]) =>
    fields.map((field) => t(`imports.field.${field}`)).join(t('imports.and'));
  const asOfMissing = record.kind === 'subscribers' && form.asOf === '';
  return (
    <>
      {form.missing.length > 0 && (
        <p className="imp-missing" role="status">
          <StatusIcon status="wait" />
          {t('imports.columns.missing', { fields: names(form.missing) })}
        </p>
      )}
      {tabular ? (
        <MappingPanel record={record} form={form} mayRun={mayRun} />
      ) : (
        <Panel title={t('imports.columns.title')}>
          <p className="r-prose">{t('imports.columns.fixed')}</p>
        </Panel>
      )}
      <Panel title={t('imports.columns.settings')}>
        <div className="r-fieldrow imp-settings">
          <ZoneField value={form.zone} onChange={form.setZone} />
          {record.kind === 'subscribers' && (
            <AsOfField
              value={form.asOf}
              onChange={form.setAsOf}
              fault={form.faults['asOf']}
              help={asOfMissing ? t('imports.columns.asOfNeeded') : ''}
            />
          )}
        </div>
      </Panel>
      {mayRun && (
        <StickyActions>
          <Button
            kind="filled"
            big
            busy={form.busy}
            disabled={form.missing.length > 0 || asOfMissing}
            onClick={form.start}
          >
            {t('imports.columns.start')}
          </Button>
        </StickyActions>
      )}
    </>
  );
}

function MappingPanel(props: {
  record: ImportRecord;
  form: ReturnType<typeof useColumnsForm>;
  mayRun: boolean;
}) {
  const { record, form, mayRun } = props;
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data: sample } = useQuery({
    queryKey: ['imports', record.id, 'sample'],
    queryFn: ({ signal }) =>
      dataProvider.read<ImportSample>(`imports/${record.id}/sample`, {}, signal),
    enabled: record.fileKept,
    staleTime: Infinity,
  });
  const used = new Set(Object.values(form.columns));
  const unused = record.headers.filter((header) => header !== '' && !used.has(header));
  return (
    <Panel
      title={t('imports.columns.title')}
      note={t(record.remembered ? 'imports.columns.remembered' : 'imports.columns.proposed')}
      flush
      {...(unused.length === 0
        ? {}
        : {
            footer: (
              <p className="r-note imp-unused">
                {t('imports.columns.unused', { headers: unused.join(t('imports.and')) })}
              </p>
            ),
          })}
    >
      <ColumnsTable record={record} form={form} sample={sample} disabled={!mayRun} />
    </Panel>
  );
}
