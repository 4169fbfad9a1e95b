import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { PolicyShow } from '#contract/policies.ts';
import type { Calendar } from '#domain/calendar.ts';
import { responsibilities } from '#domain/exposure.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import {
  PageHead,
  SideColumn,
  StatusTag,
  formatDateTime,
  useLocaleName,
} from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { allDaysAs } from '../weights/bands.ts';
import { kindOfDate } from '../weights/measure.ts';
import { DraftNotes } from './DraftNotes.tsx';
import { firstExample, inputOf, matchedOf } from './example.ts';
import type { ExampleInput, ExampleNeeds } from './example.ts';
import { ExamplePicker } from './ExamplePicker.tsx';
import type { Trial } from './ExamplePicker.tsx';
import { PolicyFormContext } from './form-context.ts';
import { goldenExamples } from './golden-examples.ts';
import { PolicyActs } from './PolicyActs.tsx';
import { RuleForm } from './RuleForm.tsx';
import { RuleSections } from './RuleSections.tsx';
import { partKeys } from './rule-rows.ts';
import { TestCases, useFamily } from './TestCases.tsx';
import type { PolicyEditor } from './use-policy-editor.ts';
import { useFaults } from './useFaults.ts';
import { useWorked, workedOf } from './useWorked.ts';
import { VersionsPanel } from './VersionsPanel.tsx';
import { WorkedExample } from './WorkedExample.tsx';
import type { Variant } from './WorkedExample.tsx';
import { policyStatus, usePolicyName } from './words.ts';

interface SheetProps {
  record: PolicyShow;
  editor: PolicyEditor;
  editable: boolean;
  profileName: string;
  bands: WeightProfileBands;
  calendar: Calendar;
}

/** The example with which a policy opens: its scheme's own, or the documented one. */
function firstTrial({ templateId, currency, rules }: PolicyShow, zone: string): Trial {
  const own = goldenExamples.find((one) => one.templateId === templateId);
  const golden = own ?? goldenExamples.find((one) => one.currency === currency);
  return golden === undefined || golden.currency !== rules.currency
    ? { id: 'own', input: firstExample, zone }
    : { id: `golden.${golden.id}`, input: golden.input, zone: golden.zone };
}

function useVariants(input: ExampleInput, needs: ExampleNeeds): Variant[] {
  const t = useTranslate();
  const variants = responsibilities
    .filter((id) => id !== input.responsibility && ['own', 'force_majeure'].includes(id))
    .map((responsibility) => ({
      key: responsibility,
      label: t('policies.example.ifResponsibility', {
        responsibility: t(`policies.words.responsibility.${responsibility}`),
      }),
      results: workedOf({ ...input, responsibility }, needs).results,
    }));
  if (needs.rules.counting.method.kind !== 'weighted') return variants;
  const kind = kindOfDate(needs.calendar, input.start.slice(0, 10));
  const other = kind === 'weekend' ? 'workday' : 'weekend';
  return [
    ...variants,
    {
      key: other,
      label: t(`policies.example.ifKind.${other}`),
      results: workedOf(input, { ...needs, bands: allDaysAs(needs.bands, other) }).results,
    },
  ];
}

export function PolicySheet(props: SheetProps) {
  const { record, editor, editable, bands, calendar } = props;
  const t = useTranslate();
  const { zone } = useSession();
  const [trial, setTrial] = useState<Trial>(() => firstTrial(record, zone));
  const [focus, setFocus] = useState<string | null>(null);
  const { draft } = editor;
  const rules: PolicyRules = draft.rules;
  const needs: ExampleNeeds = { rules, bands, calendar, zone: trial.zone };
  const worked = useWorked(trial.input, needs);
  const variants = useVariants(trial.input, needs);
  const family = useFamily(record.family).data;
  const faults = useFaults(record, draft, setFocus);
  const matched = worked.example === null ? {} : matchedOf(worked.example, rules);
  const unfinished = faults.form.faults.size > 0 || faults.half > 0;
  const cases = family?.testCases ?? [];
  const pickCase = (index: number) => {
    const one = cases[index];
    if (one === undefined) return;
    setTrial({ id: `case.${index}`, input: inputOf(one.example, zone, rules.exponent), zone });
  };
  return (
    <div className="r-page r-page--sided p-sheet">
      <div className="r-page__main">
        <SheetHead
          {...props}
          hindered={unfinished ? t('policies.acts.unfinished') : null}
          half={faults.half > 0}
          onFaults={faults.onRefused}
        />
        {editable && <DraftNotes editor={editor} faults={faults.form.faults} half={faults.half} />}
        <div className="p-columns">
          <PartNav />
          <div className="p-main">
            {editable ? (
              <PolicyFormContext value={faults.form}>
                <RuleForm
                  key={editor.epoch}
                  field={{
                    path: '',
                    value: rules,
                    onChange: (next) => editor.change({ rules: next }),
                  }}
                  name={{
                    path: 'name',
                    value: draft.name,
                    onChange: (name) => editor.change({ name }),
                  }}
                  profile={{
                    path: 'weightProfileId',
                    value: draft.weightProfileId,
                    onChange: (weightProfileId) => editor.change({ weightProfileId }),
                  }}
                  matched={matched}
                />
              </PolicyFormContext>
            ) : (
              <RuleSections
                rules={rules}
                profile={{ id: record.weightProfileId, name: record.weightProfileName }}
                matched={matched}
              />
            )}
            <VersionsPanel
              policy={{ ...record, rules: record.state === 'draft' ? draft.rules : record.rules }}
              profileName={props.profileName}
            />
          </div>
        </div>
      </div>
      <SideColumn wide>
        <WorkedExample
          picker={
            <ExamplePicker
              trial={trial}
              cases={cases}
              currency={rules}
              zone={zone}
              onPick={setTrial}
            />
          }
          currency={rules}
          calendar={calendar}
          input={trial.input}
          onInput={(input) => setTrial({ ...trial, id: 'own', input })}
          focus={focus}
          onFocus={setFocus}
          worked={worked}
          variants={variants}
        />
        {family !== undefined && (
          <TestCases
            family={family}
            needs={{ ...needs, zone }}
            worked={worked}
            keepable={trial.zone === zone}
            onPick={pickCase}
          />
        )}
      </SideColumn>
    </div>
  );
}

function PartNav() {
  const t = useTranslate();
  return (
    <nav className="p-nav" aria-label={t('policies.order')}>
      <p className="r-note">{t('policies.order')}</p>
      <ol>
        {partKeys.map((part) => (
          <li key={part}>
            <a href={`#part-${part}`}>{t(`policies.parts.${part}.name`)}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function SheetHead(
  props: SheetProps & {
    hindered: string | null;
    half: boolean;
    onFaults: Parameters<typeof PolicyActs>[0]['onFaults'];
  },
) {
  const { record, editor, editable, hindered, half, onFaults } = props;
  const t = useTranslate();
  const { zone } = useSession();
  const locale = useLocaleName();
  const nameOf = usePolicyName();
  const since = record.effectiveFromAt;
  const makers = record.makers.map(({ name }) => name).join(t('policies.comma'));
  const saved = formatDateTime(record.updatedAt, zone, locale);
  return (
    <PageHead
      title={nameOf({ ...record, name: editor.draft.name })}
      tags={
        <>
          <StatusTag status={policyStatus[record.state]}>
            {t(`policies.words.state.${record.state}`)}
          </StatusTag>
          {record.inForce && <StatusTag status="flight">{t('policies.inForce')}</StatusTag>}
          {editable && (
            <span>
              {editor.dirty ? t('policies.edit.unsaved') : t('policies.edit.saved', { at: saved })}
            </span>
          )}
        </>
      }
      facts={[
        since !== null &&
          (since === 0
            ? t('policies.fromTheStart')
            : t('policies.since', { at: formatDateTime(since, zone, locale) })),
        t('policies.currency', { currency: editor.draft.rules.currency }),
        makers !== '' && t('policies.madeBy', { names: makers }),
        record.publishedBy === 'system'
          ? t('policies.shipped')
          : record.publishedByName !== null &&
            t('policies.publishedBy', { name: record.publishedByName }),
      ]}
      actions={
        <PolicyActs
          record={record}
          editor={editor}
          hindered={hindered}
          half={half}
          onFaults={onFaults}
        />
      }
    />
  );
}
