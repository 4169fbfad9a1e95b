import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { Button, Panel, StatusIcon, StickyActions } from '../components/index.ts';
import { CrmFilePanel } from './CrmFilePanel.tsx';
import { AsOfField, ZoneField } from './Fields.tsx';
import { MappingPanel } from './MappingPanel.tsx';
import { useColumnsForm } from './useColumnsForm.ts';
import type { ColumnsForm } from './useColumnsForm.ts';

interface ColumnsStepProps {
  record: ImportRecord;
  mayRun: boolean;
  onStarted: () => void;
}

/** Step 1: which header holds which field, and how times are read; then the dry run begins. */
export function ColumnsStep({ record, mayRun, onStarted }: ColumnsStepProps) {
  const t = useTranslate();
  const form = useColumnsForm(record, onStarted);
  const names = (fields: readonly string[]) =>
    fields.map((field) => t(`imports.field.${field}`)).join(t('imports.and'));
  const crmMissing = record.kind === 'relations' && record.crmFile === null;
  const asOfMissing = record.kind === 'subscribers' && form.asOf === '';
  return (
    <>
      {form.missing.length > 0 && (
        <p className="imp-missing" role="status">
          <StatusIcon status="wait" />
          {t('imports.columns.missing', { fields: names(form.missing) })}
        </p>
      )}
      <Mappings record={record} form={form} mayRun={mayRun} />
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
            disabled={form.missing.length > 0 || asOfMissing || crmMissing}
            onClick={form.start}
          >
            {t('imports.columns.start')}
          </Button>
        </StickyActions>
      )}
    </>
  );
}

/** One table for each file of the import. */
function Mappings(props: { record: ImportRecord; form: ColumnsForm; mayRun: boolean }) {
  const { record, mayRun } = props;
  const t = useTranslate();
  const two = record.kind === 'relations';
  if (record.headers.length === 0)
    return (
      <Panel title={t('imports.columns.title')}>
        <p className="r-prose">{t('imports.columns.fixed')}</p>
      </Panel>
    );
  const named = (list: 'platform' | 'crm', fileName: string) =>
    t('imports.lists.named', { list: t(`imports.lists.${list}`), file: fileName });
  const title = two ? named('platform', record.fileName) : t('imports.columns.title');
  return (
    <>
      <MappingPanel {...props} file={record} root="columns" title={title} />
      {record.crmFile !== null && (
        <MappingPanel
          {...props}
          file={record.crmFile}
          root="crmColumns"
          title={named('crm', record.crmFile.fileName)}
        />
      )}
      {two && mayRun && <CrmFilePanel record={record} />}
    </>
  );
}
