import { useListContext, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { CodeMappingRecord } from '#contract/catalogue.ts';
import { FilterChips, ListPage, WorkTable } from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { CatalogueTabs } from './CatalogueTabs.tsx';
import { CodeLink } from './CodeList.tsx';
import './catalogue.css';

/** The published rules, in the order in which they are tried. */
export function MappingRules() {
  const t = useTranslate();
  const field = (name: string) => t(`resources.code-mappings.fields.${name}`);
  const filters: FilterSpec[] = ['sourceSystem', 'rawCode', 'failureCode'].map((source) => ({
    source,
    label: field(source),
    kind: 'text',
    always: true,
  }));
  const any = (text: string) => <span className="r-muted">{text}</span>;
  const pattern = (rule: CodeMappingRecord) =>
    rule.textPattern === null ? (
      any(t('catalogue.anyText'))
    ) : (
      <code className="r-mono">{rule.textPattern}</code>
    );
  const raw = (rule: CodeMappingRecord) =>
    rule.rawCode === null ? (
      any(t('catalogue.anyCode'))
    ) : (
      <code className="r-mono">{rule.rawCode}</code>
    );
  const system = (rule: CodeMappingRecord) =>
    rule.sourceSystem === '*' ? any(t('catalogue.anySystem')) : rule.sourceSystem;
  return (
    <ListPage
      title={t('catalogue.title')}
      resource="code-mappings"
      sort={{ field: 'seq', order: 'ASC' }}
      perPage={100}
      before={
        <>
          <CatalogueTabs />
          <FilterChips filters={filters} end={<VersionNote />} />
        </>
      }
    >
      <WorkTable<CodeMappingRecord>
        rowClick={false}
        mobile={(rule) => ({
          title: (
            <>
              {system(rule)} {raw(rule)}
            </>
          ),
          second: pattern(rule),
          when: rule.failureCode,
          state: rule.seq,
        })}
      >
        <DataTable.NumberCol source="seq" />
        <DataTable.Col<CodeMappingRecord> source="sourceSystem" render={system} />
        <DataTable.Col<CodeMappingRecord> source="rawCode" disableSort render={raw} />
        <DataTable.Col<CodeMappingRecord> source="textPattern" disableSort render={pattern} />
        <DataTable.Col<CodeMappingRecord>
          source="failureCode"
          render={(rule) => <CodeLink code={rule.failureCode} />}
        />
      </WorkTable>
    </ListPage>
  );
}

function VersionNote() {
  const t = useTranslate();
  const { data } = useListContext<CodeMappingRecord>();
  const [first] = data ?? [];
  if (first === undefined) return null;
  return <span className="r-note">{t('catalogue.rulesNote', { version: first.versionNo })}</span>;
}
