import { useGetList, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import {
  KeyValues,
  PageHead,
  Panel,
  RecordPage,
  SideColumn,
  StatusTag,
  When,
  useLocaleName,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { LevelsEditor } from './LevelsEditor.tsx';
import { PolicyActs } from './PolicyActs.tsx';
import { AppliesFields, TermsFields } from './PolicyFields.tsx';
import { WorkedExample } from './WorkedExample.tsx';
import { changedFields, usePolicyEditor, type PolicyEditor } from './usePolicyEditor.ts';
import {
  PolicyState,
  appliesText,
  dueText,
  fieldText,
  levelText,
  policyName,
  warnText,
} from './words.tsx';
import './clocks.css';

export function ClockPolicyShow() {
  return (
    <RecordPage<ClockPolicyRecord>>
      {(record) => <Sheet key={record.id} record={record} />}
    </RecordPage>
  );
}

function useVersions(rowKey: string) {
  const { data } = useGetList<ClockPolicyRecord>('clock-policies', {
    filter: { rowKey },
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'versionNo', order: 'DESC' },
  });
  return data ?? [];
}

function Sheet({ record }: { record: ClockPolicyRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const editor = usePolicyEditor(record);
  const editable = useMay('catalogue.edit') && record.state === 'draft';
  const versions = useVersions(record.rowKey);
  const shown = { ...record, ...editor.values };
  const inForce = versions.find(({ state, id }) => state === 'published' && id !== record.id);
  const name = policyName(shown, locale);
  return (
    <div className="r-page r-page--sided t-sheet">
      <div className="r-page__main">
        <PageHead
          title={name}
          tags={
            <>
              <PolicyState state={record.state} tag />
              {record.later && <StatusTag status="held">{t('clocks.later')}</StatusTag>}
            </>
          }
          facts={[
            t('clocks.page.version', { n: record.versionNo }),
            t(`clocks.subject.${record.subject}`),
            leadOf(record, t),
            record.makers.length > 0 &&
              t('clocks.page.madeBy', { names: record.makers.map((one) => one.name).join(', ') }),
          ]}
          actions={<PolicyActs record={record} editor={editor} editable={editable} name={name} />}
        />
        {editable ? <Editing record={shown} editor={editor} /> : <Reading record={record} />}
        {inForce !== undefined && record.state !== 'retired' && (
          <Differences before={inForce} after={shown} />
        )}
        <Versions versions={versions} current={record.id} />
      </div>
      <SideColumn wide>
        <div className="t-sticky">
          <WorkedExample policy={shown} />
        </div>
      </SideColumn>
    </div>
  );
}

/** What a version's state means for whoever looks at it. */
function leadOf(
  record: ClockPolicyRecord,
  t: (key: string, args?: object) => string,
): string | null {
  if (record.state === 'submitted')
    return t('clocks.page.submittedBy', { name: record.submittedByName ?? '' });
  if (record.publishedBy === 'system') return t('clocks.page.shipped');
  if (record.publishedBy === null) return null;
  return t('clocks.page.publishedBy', { name: record.publishedByName ?? '' });
}

function Editing({ record, editor }: { record: ClockPolicyRecord; editor: PolicyEditor }) {
  const t = useTranslate();
  return (
    <>
      <Panel title={t('clocks.page.terms')}>
        <div className="t-fields">
          <TermsFields record={record} editor={editor} />
        </div>
      </Panel>
      <Panel title={t('clocks.page.who')} note={t('clocks.page.whoNote')}>
        <div className="t-fields">
          <AppliesFields editor={editor} />
        </div>
      </Panel>
      <Panel title={t('clocks.page.levels')}>
        <LevelsEditor editor={editor} />
      </Panel>
    </>
  );
}

function Reading({ record }: { record: ClockPolicyRecord }) {
  const t = useTranslate();
  const word = (key: string) => t(`clocks.page.${key}`);
  return (
    <Panel title={word('terms')}>
      <KeyValues
        rows={[
          { key: 'called', label: word('called'), value: t(`clocks.ruleKind.${record.ruleKind}`) },
          { key: 'start', label: word('startsAt'), value: t(`clocks.start.${record.startEvent}`) },
          { key: 'due', label: word('due'), value: dueText(t, record), strong: true },
          { key: 'warn', label: word('warn'), value: warnText(t, record) },
          record.basis === 'duration' && {
            key: 'days',
            label: word('days'),
            value: t(`clocks.days.${record.days}`),
          },
          {
            key: 'pauses',
            label: t('clocks.list.pauses'),
            value: t(record.pauses ? 'clocks.pausesYes' : 'clocks.pausesNo'),
          },
          { key: 'applies', label: word('who'), value: appliesText(t, record.applies) },
          {
            key: 'breach',
            label: word('onBreach'),
            value: fieldText(t, record, 'onBreach'),
          },
          ...(record.levels.length === 0
            ? [{ key: 'levels', label: word('levels'), value: t('clocks.level.none') }]
            : record.levels.map((level, index) => ({
                key: `level${index}`,
                label: index === 0 ? word('levels') : '',
                value: levelText(t, level),
              }))),
        ]}
      />
    </Panel>
  );
}

/** What a draft would change of the version in force, field by field, in words. */
function Differences({ before, after }: { before: ClockPolicyRecord; after: ClockPolicyRecord }) {
  const t = useTranslate();
  const fields = changedFields(before, after);
  return (
    <Panel
      title={t('clocks.diff.title')}
      note={t('clocks.diff.note', { n: before.versionNo })}
      flush
    >
      {fields.length === 0 ? (
        <p className="r-panel__body r-muted">{t('clocks.diff.none')}</p>
      ) : (
        <div className="t-scroll">
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{t('clocks.diff.field')}</th>
                <th scope="col">{t('clocks.diff.before')}</th>
                <th scope="col">{t('clocks.diff.after')}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field}>
                  <td>{t(`clocks.page.${labelOf[field]}`)}</td>
                  <td>{fieldText(t, before, field)}</td>
                  <td>
                    <strong>{fieldText(t, after, field)}</strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

const labelOf = {
  nameZh: 'nameZh',
  nameEn: 'nameEn',
  ruleKind: 'called',
  dueMs: 'due',
  warnMs: 'warn',
  warnFrom: 'warn',
  days: 'days',
  calendarId: 'calendar',
  pauses: 'pauses',
  applies: 'who',
  levels: 'levels',
  onBreach: 'onBreach',
} as const;

function Versions(props: { versions: readonly ClockPolicyRecord[]; current: string }) {
  const t = useTranslate();
  return (
    <Panel title={t('clocks.page.versions')} flush>
      <div className="t-scroll">
        <table className="r-table t-nowrap">
          <tbody>
            {props.versions.map((version) => (
              <tr key={version.id}>
                <td>
                  {version.id === props.current ? (
                    <strong>{t('clocks.page.version', { n: version.versionNo })}</strong>
                  ) : (
                    <Link to={`/clock-policies/${version.id}/show`}>
                      {t('clocks.page.version', { n: version.versionNo })}
                    </Link>
                  )}
                </td>
                <td>
                  <PolicyState state={version.state} />
                </td>
                <td>{dueText(t, version)}</td>
                <td>{warnText(t, version)}</td>
                <td>
                  <When at={version.publishedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
