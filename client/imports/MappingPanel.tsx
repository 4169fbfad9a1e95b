import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { FileColumns, ImportRecord, ImportSample } from '#contract/imports.ts';
import { Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { ColumnsTable } from './ColumnsTable.tsx';
import type { ColumnsForm, ColumnsRoot } from './useColumnsForm.ts';

interface MappingPanelProps {
  record: ImportRecord;
  /** The record itself, or the second of its two files. */
  file: FileColumns;
  root: ColumnsRoot;
  title: string;
  form: ColumnsForm;
  mayRun: boolean;
}

/** Which header of one file holds which field. */
export function MappingPanel({ record, file, root, title, form, mayRun }: MappingPanelProps) {
  const t = useTranslate();
  const sample = useSample(record, root);
  const used = new Set(Object.values(form[root]));
  const unused = file.headers.filter((header) => header !== '' && !used.has(header));
  return (
    <Panel
      title={title}
      note={t(file.remembered ? 'imports.columns.remembered' : 'imports.columns.proposed')}
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
      <ColumnsTable file={file} root={root} form={form} sample={sample} disabled={!mayRun} />
    </Panel>
  );
}

function useSample(record: ImportRecord, root: ColumnsRoot): ImportSample | undefined {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const ofCrm = root === 'crmColumns';
  const { data } = useQuery({
    queryKey: ['imports', record.id, 'sample', ofCrm ? record.version : null],
    queryFn: ({ signal }) =>
      dataProvider.read<ImportSample>(
        `imports/${record.id}/sample`,
        ofCrm ? { list: 'crm' } : {},
        signal,
      ),
    enabled: record.fileKept,
    staleTime: Infinity,
  });
  return data;
}
