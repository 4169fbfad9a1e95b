import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import type { CatalogueVersionRecord, CodeChange, CodeEntry } from '#contract/catalogue.ts';
import {
  Button,
  PageHead,
  Panel,
  RecordPage,
  StatusWord,
  VerbButton,
  When,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { CodeDialog, newCode } from './CodeDialog.tsx';
import { VersionActs } from './VersionActs.tsx';
import { VersionState } from './words.tsx';
import './catalogue.css';

/** What a version changes, code by code and field by field, against what is in force. */
export function CatalogueVersionPage() {
  const { id = '' } = useParams();
  return (
    <RecordPage<CatalogueVersionRecord> resource="catalogue-versions" id={id}>
      {(record) => <Body record={record} />}
    </RecordPage>
  );
}

function Body({ record }: { record: CatalogueVersionRecord }) {
  const t = useTranslate();
  const editable = useMay('catalogue.edit') && record.state === 'draft';
  const [editing, edit] = useState<CodeEntry | null>(null);
  const overtaken = record.changes.filter((change) => change.overtaken);
  return (
    <>
      <PageHead
        title={t('catalogue.versions.codesNo', { no: record.versionNo })}
        tags={<VersionState state={record.state} tag />}
        facts={[
          record.note === '' ? null : record.note,
          record.makers.map(({ name }) => name).join(', '),
          record.publishedAt === null ? null : (
            <span key="p">
              {record.publishedByName} <When at={record.publishedAt} />
            </span>
          ),
        ]}
        actions={
          <>
            {editable && (
              <Button icon="plus" onClick={() => edit(newCode)}>
                {t('catalogue.versions.newCode')}
              </Button>
            )}
            <VersionActs
              resource="catalogue-versions"
              record={record}
              empty={record.changes.length === 0 ? t('errors.catalogue.nothingChanged') : null}
              hindered={
                overtaken.length === 0
                  ? null
                  : t('errors.catalogue.overtaken', {
                      codes: overtaken.map(({ code }) => code).join(', '),
                    })
              }
            />
          </>
        }
      />
      {record.changes.length === 0 && (
        <Panel>
          <p className="r-muted">{t('catalogue.versions.noChanges')}</p>
        </Panel>
      )}
      {record.changes.map((change) => (
        <ChangePanel
          key={change.code}
          change={change}
          record={record}
          editable={editable}
          onEdit={() => change.after !== null && edit(change.after)}
        />
      ))}
      {editing !== null && (
        <CodeDialog entry={editing} isNew={editing.code === ''} onClose={() => edit(null)} />
      )}
    </>
  );
}

const fields = Object.keys(newCode).filter((name) => name !== 'code') as (keyof CodeEntry)[];

function ChangePanel(props: {
  change: CodeChange;
  record: CatalogueVersionRecord;
  editable: boolean;
  onEdit(): void;
}) {
  const { change, record, editable, onEdit } = props;
  const t = useTranslate();
  const words = useFieldWords();
  const { before, after } = change;
  const shown = fields.filter((name) => before === null || before[name] !== after?.[name]);
  const note = before === null ? 'added' : after === null ? 'removed' : null;
  return (
    <Panel
      title={change.code}
      note={
        <>
          {note !== null && t(`catalogue.versions.change.${note}`)}{' '}
          {change.overtaken && (
            <StatusWord status="bad">{t('catalogue.versions.overtaken')}</StatusWord>
          )}
        </>
      }
      flush
      {...(editable
        ? {
            actions: (
              <>
                {after !== null && (
                  <Button kind="link" onClick={onEdit}>
                    {t('ra.action.edit')}
                  </Button>
                )}
                <VerbButton
                  resource="catalogue-versions"
                  id={record.id}
                  verb="keep-code"
                  kind="link"
                  body={{ code: change.code }}
                  label={t('catalogue.versions.keep')}
                  message={t('catalogue.versions.kept')}
                />
              </>
            ),
          }
        : {})}
    >
      {after !== null && (
        <div className="g-scroll">
          <table className="r-table">
            <tbody>
              {shown.map((name) => (
                <tr key={name}>
                  <th scope="row" className="g-fieldname">
                    {t(`catalogue.versions.field.${name}`)}
                  </th>
                  {before !== null && <td className="g-was">{words(name, before[name])}</td>}
                  <td className="g-is">{words(name, after[name])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

/** A field's value in words. */
function useFieldWords() {
  const t = useTranslate();
  return (name: keyof CodeEntry, value: CodeEntry[keyof CodeEntry]): string => {
    if (value === null)
      return name.startsWith('retry') ? t('catalogue.versions.classDefault') : '–';
    if (typeof value === 'boolean') return t(value ? 'ra.boolean.true' : 'ra.boolean.false');
    if (name === 'category') return t(`common.categories.${value}`);
    if (name === 'retry') return t(`catalogue.retry.${value}`);
    if (name === 'owner') return t(`catalogue.owner.${value}`);
    return String(value);
  };
}
