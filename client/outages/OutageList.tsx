import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { OutageRecord } from '#contract/outages.ts';
import { responsibilities, severities } from '#domain/exposure.ts';
import { outageStates } from '#domain/lifecycles.ts';
import { createZone, startOfDay } from '#domain/time.ts';
import { services } from '#domain/weights.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  Num,
  RecordLink,
  When,
  WorkTable,
  localDateOf,
  useLocaleName,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { attempt } from '../components/attempt.ts';
import { useAreas } from './AreasField.tsx';
import { OutageViews } from './OutageViews.tsx';
import {
  OutageDuration,
  OutageWord,
  useAreasText,
  useResponsibilityText,
  useServicesText,
} from './words.tsx';
import './outages-log.css';

/** A date of the operator's zone as the instant at which it begins. */
function dateFilter(source: string, label: string, zone: string): FilterSpec {
  const clock = createZone(zone);
  return {
    source,
    label,
    kind: 'date',
    parse: (text) => attempt(() => startOfDay(clock, text)).value ?? undefined,
    format: (value) => localDateOf(Number(value), zone),
  };
}

function useFilters(): FilterSpec[] {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const areas = useAreas();
  const field = (name: string) => t(`resources.outages.fields.${name}`);
  const words = (group: string, ids: readonly string[]) =>
    ids.map((id) => ({ id, label: t(`policies.words.${group}.${id}`) }));
  return [
    { source: 'q', label: t('outages.filters.q'), kind: 'text', always: true },
    {
      source: 'responsibility',
      label: field('responsibility'),
      kind: 'choices',
      choices: words('responsibility', responsibilities),
      always: true,
    },
    {
      source: 'service',
      label: field('services'),
      kind: 'choices',
      choices: words('services', services),
      always: true,
    },
    {
      source: 'areaCode',
      label: field('areaCodes'),
      kind: 'choices',
      choices: areas.map(({ area, depth }) => ({
        id: area.code,
        label: `${'\u2003'.repeat(depth)}${locale === 'zh' ? area.nameZh : area.nameEn}`,
      })),
    },
    {
      source: 'severity',
      label: field('severity'),
      kind: 'choices',
      choices: words('severity', severities),
    },
    dateFilter('startedFrom', t('outages.filters.from'), zone),
    dateFilter('startedUntil', t('outages.filters.until'), zone),
    { source: 'awaitingAgreement', label: t('outages.filters.agreement'), kind: 'flag' },
    { source: 'estimatePassed', label: t('outages.filters.passed'), kind: 'flag' },
    { source: 'announced', label: t('outages.filters.announced'), kind: 'flag' },
  ];
}

export function OutageList() {
  const t = useTranslate();
  const filters = useFilters();
  const mayLog = useMay('outages.log');
  const servicesText = useServicesText();
  const areasText = useAreasText();
  const responsibilityText = useResponsibilityText();
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...outageStates.map((state) => ({
      id: state,
      label: t(`outages.state.${state}`),
      filter: { state },
    })),
  ];
  const log = (
    <LinkButton to="/outages/quick" kind="filled" icon="plus">
      {t('outages.log')}
    </LinkButton>
  );
  return (
    <ListPage
      title={t('outages.title')}
      sort={{ field: 'startedAt', order: 'DESC' }}
      filters={filters}
      tabs={{ label: t('resources.outages.fields.state'), items: tabs }}
      refreshEvery={60_000}
      actions={
        <>
          <OutageViews />
          <ColumnsButton />
          {mayLog && log}
        </>
      }
    >
      <WorkTable<OutageRecord>
        empty={<EmptyState text={t('outages.empty')}>{mayLog && log}</EmptyState>}
        mobile={(record) => ({
          title: record.title,
          second: `${record.number} · ${servicesText(record)}`,
          when: <OutageDuration outage={record} />,
          state: <OutageWord state={record.state} />,
        })}
        hiddenColumns={['severity', 'loggerName']}
      >
        <DataTable.Col<OutageRecord>
          source="number"
          render={(record) => <RecordLink>{record.number}</RecordLink>}
        />
        <DataTable.Col source="title" disableSort />
        <DataTable.Col<OutageRecord> source="services" disableSort render={servicesText} />
        <DataTable.Col<OutageRecord>
          source="severity"
          disableSort
          render={(record) => t(`policies.words.severity.${record.severity}`)}
        />
        <DataTable.Col<OutageRecord> source="areaCodes" disableSort render={areasText} />
        <DataTable.Col<OutageRecord>
          source="startedAt"
          render={(record) => <When at={record.startedAt} zone={record.zone} />}
        />
        <DataTable.Col<OutageRecord>
          source="duration"
          disableSort
          align="right"
          render={(record) => <OutageDuration outage={record} />}
        />
        <DataTable.Col<OutageRecord>
          source="responsibility"
          disableSort
          render={responsibilityText}
        />
        <DataTable.Col<OutageRecord>
          source="affectedLines"
          align="right"
          render={(record) => <Num value={record.affectedLines} />}
        />
        <DataTable.Col<OutageRecord>
          source="state"
          disableSort
          render={(record) => <OutageWord state={record.state} />}
        />
        <DataTable.Col source="loggerName" disableSort />
      </WorkTable>
    </ListPage>
  );
}
