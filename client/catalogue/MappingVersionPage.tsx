import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import type { MappingRuleRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import {
  Button,
  PageHead,
  Panel,
  RecordPage,
  Segment,
  StatusWord,
  VerbButton,
  When,
  useNarrow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { TryPanel } from './TryPanel.tsx';
import { VersionActs } from './VersionActs.tsx';
import { VersionState } from './words.tsx';
import './catalogue.css';

/** A mapping version: what differs from the published rules, what it would move, and the way to publication. */
export function MappingVersionPage() {
  const { id = '' } = useParams();
  return (
    <RecordPage<MappingVersionRecord> resource="mapping-versions" id={id}>
      {(record) => <Body record={record} />}
    </RecordPage>
  );
}

type Editing = { rule: MappingRuleRecord | null } | null;

function Body({ record }: { record: MappingVersionRecord }) {
  const t = useTranslate();
  const editable = useMay('catalogue.edit') && record.state === 'draft';
  const [editing, edit] = useState<Editing>(null);
  const changed = record.added + record.changed + record.removed;
  return (
    <>
      <PageHead
        title={t('catalogue.versions.mappingNo', { no: record.versionNo })}
        tags={<VersionState state={record.state} tag />}
        facts={[
          t('catalogue.versions.ruleChanges', {
            added: record.added,
            changed: record.changed,
            removed: record.removed,
          }),
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
              <Button icon="plus" onClick={() => edit({ rule: null })}>
                {t('catalogue.versions.addRule')}
              </Button>
            )}
            <VersionActs
              resource="mapping-versions"
              record={record}
              empty={changed === 0 ? t('errors.catalogue.nothingChanged') : null}
              hindered={record.tried ? null : t('errors.mappings.notTried')}
            />
          </>
        }
      />
      <TryPanel record={record} />
      <Rules record={record} editable={editable} onEdit={(rule) => edit({ rule })} />
      {editing !== null && (
        <RuleDialog record={record} rule={editing.rule} onClose={() => edit(null)} />
      )}
    </>
  );
}

interface RulesProps {
  record: MappingVersionRecord;
  editable: boolean;
  onEdit(rule: MappingRuleRecord): void;
}

function Rules({ record, editable, onEdit }: RulesProps) {
  const t = useTranslate();
  const narrow = useNarrow();
  const [show, setShow] = useState<'changes' | 'all'>('changes');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data = [] } = useQuery({
    queryKey: ['mapping-versions', record.id, 'rules', record.version],
    queryFn: ({ signal }) =>
      dataProvider.read<MappingRuleRecord[]>(`mapping-versions/${record.id}/rules`, {}, signal),
  });
  const shown = show === 'all' ? data : data.filter(({ change }) => change !== 'same');
  return (
    <Panel
      title={t('catalogue.tabs.rules')}
      note={String(shown.length)}
      flush
      actions={
        <Segment
          label={t('catalogue.versions.show')}
          value={show}
          onChange={(id) => setShow(id as 'changes' | 'all')}
          options={(['changes', 'all'] as const).map((id) => ({
            id,
            label: t(`catalogue.versions.shown.${id}`),
          }))}
        />
      }
    >
      {shown.length === 0 && <p className="r-note g-pad">{t('catalogue.versions.noChanges')}</p>}
      {shown.length > 0 && (
        <ul className={narrow ? 'g-rules g-rules--narrow' : 'g-rules'}>
          {shown.map((rule) => (
            <Rule
              key={rule.id}
              rule={rule}
              record={record}
              editable={editable && rule.change !== 'removed'}
              onEdit={() => onEdit(rule)}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const tones = { same: 'none', added: 'ok', changed: 'wait', removed: 'bad' } as const;

function Rule(props: {
  rule: MappingRuleRecord;
  record: MappingVersionRecord;
  editable: boolean;
  onEdit(): void;
}) {
  const { rule, record, editable, onEdit } = props;
  const t = useTranslate();
  const system = rule.sourceSystem === '*' ? t('catalogue.anySystem') : rule.sourceSystem;
  return (
    <li>
      <span className="r-num r-muted">{rule.change === 'removed' ? '' : rule.seq}</span>
      <span className="g-rule">
        {system} <code className="r-mono">{rule.rawCode ?? t('catalogue.anyCode')}</code>{' '}
        <code className="r-mono">{rule.textPattern ?? t('catalogue.anyText')}</code>
      </span>
      <span>
        {rule.wasCode !== null && <span className="g-was">{rule.wasCode}</span>}{' '}
        {rule.change !== 'removed' && <span className="g-is">{rule.failureCode}</span>}
      </span>
      <StatusWord status={tones[rule.change]}>
        {t(`catalogue.versions.change.${rule.change}`)}
      </StatusWord>
      <span className="g-ruleacts">
        {editable && (
          <>
            <Button kind="link" onClick={onEdit}>
              {t('ra.action.edit')}
            </Button>
            <VerbButton
              resource="mapping-versions"
              id={record.id}
              verb="remove-rule"
              kind="link"
              body={{ ruleId: rule.id }}
              label={t('ra.action.delete')}
              message={t('catalogue.versions.ruleRemoved')}
            />
          </>
        )}
      </span>
    </li>
  );
}
