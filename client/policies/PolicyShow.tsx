import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { PolicyShow as PolicyView } from '#contract/policies.ts';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { Calendar } from '#domain/calendar.ts';
import { responsibilities } from '#domain/exposure.ts';
import type { PolicyResult, PolicyRules } from '#domain/policy-types.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import {
  ErrorState,
  LoadingShape,
  PageHead,
  RecordPage,
  SideColumn,
  StatusTag,
  formatDateTime,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { allDaysAs } from '../weights/bands.ts';
import { attempt, instantsOf, kindOfDate } from '../weights/measure.ts';
import { useCalendar } from '../weights/useCalendar.ts';
import { RuleSections, partKeys } from './RuleSections.tsx';
import { VersionsPanel } from './VersionsPanel.tsx';
import { WorkedExample } from './WorkedExample.tsx';
import type { Variant } from './WorkedExample.tsx';
import type { ExampleInput, ExampleNeeds } from './example.ts';
import { firstExample, lineOf, matchedOf, workExample } from './example.ts';
import { policyStatus, usePolicyName } from './words.ts';
import './policies.css';

export function PolicyShow() {
  return <RecordPage<PolicyView>>{(record) => <WithProfile record={record} />}</RecordPage>;
}

function WithProfile({ record }: { record: PolicyView }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const profile = useQuery({
    queryKey: ['weight-profiles', record.weightProfileId],
    queryFn: ({ signal }) =>
      dataProvider.read<WeightProfileRecord>(
        `weight-profiles/${record.weightProfileId}`,
        undefined,
        signal,
      ),
  });
  const calendar = useCalendar(profile.data?.calendarId);
  const error = profile.error ?? calendar.error;
  if (error !== null) {
    return <ErrorState error={error} onRetry={() => void profile.refetch()} />;
  }
  if (profile.data === undefined || calendar.data === undefined) {
    return <LoadingShape shape="record" />;
  }
  return <PolicySheet record={record} bands={profile.data.bands} calendar={calendar.data} />;
}

interface SheetProps {
  record: PolicyView;
  bands: WeightProfileBands;
  calendar: Calendar;
}

type Worked = ReturnType<typeof attempt<PolicyResult>>;

/** The example under the policy; null inputs (a half-typed fee) give no answer. */
function workedOf(input: ExampleInput, needs: Omit<ExampleNeeds, 'startAt' | 'endAt'>): Worked {
  const line = lineOf(input);
  if (line === null) return { value: null, refusal: { key: 'policies.example.half', args: {} } };
  return attempt(() => {
    const times = instantsOf(needs.zone, input.date, input.from, input.to);
    return workExample(input, line, { ...needs, ...times });
  });
}

function useVariants(input: ExampleInput, needs: Omit<ExampleNeeds, 'startAt' | 'endAt'>) {
  const t = useTranslate();
  const variants: Variant[] = responsibilities
    .filter((id) => id !== input.responsibility && ['own', 'force_majeure'].includes(id))
    .map((responsibility) => ({
      key: responsibility,
      label: t('policies.example.ifResponsibility', {
        responsibility: t(`policies.words.responsibility.${responsibility}`),
      }),
      result: workedOf({ ...input, responsibility }, needs).value,
    }));
  const kind = kindOfDate(needs.calendar, input.date);
  const other = kind === 'weekend' ? 'workday' : 'weekend';
  return [
    ...variants,
    {
      key: other,
      label: t(`policies.example.ifKind.${other}`),
      result: workedOf(input, { ...needs, bands: allDaysAs(needs.bands, other) }).value,
    },
  ];
}

function PolicySheet({ record, bands, calendar }: SheetProps) {
  const t = useTranslate();
  const { zone } = useSession();
  const locale = useLocaleName();
  const nameOf = usePolicyName();
  const [input, setInput] = useState<ExampleInput>(firstExample);
  const [focus, setFocus] = useState<string | null>(null);
  const rules: PolicyRules = record.rules;
  const needs = { rules, bands, calendar, zone };
  const worked = workedOf(input, needs);
  const variants = useVariants(input, needs);
  const line = lineOf(input);
  const matched = attempt(() =>
    line === null
      ? {}
      : matchedOf(input, line, {
          ...needs,
          ...instantsOf(zone, input.date, input.from, input.to),
        }),
  ).value;
  const since = record.effectiveFromAt;
  return (
    <div className="r-page r-page--sided p-sheet">
      <div className="r-page__main">
        <PageHead
          title={nameOf(record)}
          tags={
            <>
              <StatusTag status={policyStatus[record.state]}>
                {t(`policies.words.state.${record.state}`)}
              </StatusTag>
              {record.inForce && <StatusTag status="flight">{t('policies.inForce')}</StatusTag>}
            </>
          }
          facts={[
            since === 0 || since === null
              ? t('policies.fromTheStart')
              : t('policies.since', { at: formatDateTime(since, zone, locale) }),
            t('policies.currency', { currency: record.currency }),
            record.publishedBy === 'system'
              ? t('policies.shipped')
              : record.publishedByName !== null &&
                t('policies.publishedBy', { name: record.publishedByName }),
          ]}
        />
        <div className="p-columns">
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
          <div className="p-main">
            <RuleSections
              rules={rules}
              profile={{ id: record.weightProfileId, name: record.weightProfileName }}
              matched={matched ?? {}}
            />
            <VersionsPanel policy={record} />
          </div>
        </div>
      </div>
      <SideColumn wide>
        <WorkedExample
          rules={rules}
          calendar={calendar}
          input={input}
          onInput={setInput}
          focus={focus}
          onFocus={setFocus}
          worked={worked}
          variants={variants}
        />
      </SideColumn>
    </div>
  );
}
