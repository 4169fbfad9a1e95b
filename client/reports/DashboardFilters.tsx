import { ListContextProvider, useGetList, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { AreaRecord, ProductRecord } from '#contract/catalogue.ts';
import { channels } from '#domain/channels.ts';
import { addDays } from '#domain/civil-date.ts';
import {
  Button,
  CategoryMark,
  FilterChips,
  categories,
  formatLocalDate,
  useLocaleName,
  type FilterSpec,
} from '../components/index.ts';
import { Chip, ChoiceChip, Choices } from './Chips.tsx';
import { MOST_DAYS, daysIn, presets, type Preset } from './periods.ts';
import { listFilters, switches, type ReportFilters } from './useReportQuery.ts';

type ListContext = Parameters<typeof ListContextProvider>[0]['value'];

const MOST_CHOICES = 500;
const everything = { pagination: { page: 1, perPage: MOST_CHOICES } };

/** All that narrows the dashboard, in one bar; every choice stands in the address. */
export function DashboardFilters({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  return (
    <div className="d-filters" role="group" aria-label={t('reports.filters')}>
      <PeriodChip filters={filters} />
      <ChoiceChip
        label={t('reports.compare.label')}
        value={filters.compare ? 'previous' : 'none'}
        options={[
          { id: 'previous', label: t('reports.compare.previous', { smart_count: filters.days }) },
          { id: 'none', label: t('reports.compare.none') },
        ]}
        onChange={(id) => filters.set({ compare: id === 'previous' ? '' : id })}
      />
      <ChoiceChip
        label={t('reports.by.label')}
        value={filters.by}
        options={[
          { id: 'request', label: t('reports.by.request') },
          { id: 'order', label: t('reports.by.order') },
        ]}
        onChange={(id) => filters.set({ by: id === 'request' ? '' : id })}
      />
      <ChoiceChip
        label={t('reports.bucket.label')}
        value={filters.bucket}
        options={(['day', 'week', 'month'] as const).map((id) => ({
          id,
          label: t(`reports.bucket.${id}`),
        }))}
        onChange={(id) => filters.set({ bucket: id === 'day' ? '' : id })}
      />
      <NarrowChips filters={filters} />
      {filters.changed && (
        <Button kind="link" onClick={filters.reset}>
          {t('reports.reset')}
        </Button>
      )}
    </div>
  );
}

/** The shared chips, over the address instead of a list. */
function NarrowChips({ filters }: { filters: ReportFilters }) {
  const specs = useSpecs();
  const values: Record<string, unknown> = {};
  for (const name of listFilters)
    if (filters.lists[name].length > 0) values[name] = filters.lists[name];
  for (const name of switches) if (filters.flags[name]) values[name] = true;
  const context = {
    filterValues: values,
    setFilters: (next: Record<string, unknown>) => {
      const textOf = (name: string) => {
        const value = next[name];
        return Array.isArray(value) ? value.join(',') : value === true ? 'true' : '';
      };
      filters.set(Object.fromEntries([...listFilters, ...switches].map((n) => [n, textOf(n)])));
    },
  } as unknown as ListContext;
  return (
    <ListContextProvider value={context}>
      <FilterChips filters={specs} />
    </ListContextProvider>
  );
}

function useSpecs(): FilterSpec[] {
  const t = useTranslate();
  const locale = useLocaleName();
  const areas = useGetList<AreaRecord>('areas', {
    ...everything,
    sort: { field: 'code', order: 'ASC' },
  });
  const products = useGetList<ProductRecord>('products', {
    ...everything,
    sort: { field: 'code', order: 'ASC' },
  });
  const indent = { province: '', city: 'd-indent', district: 'd-indent d-indent--more' };
  return [
    {
      source: 'area',
      label: t('reports.area'),
      kind: 'choices',
      always: true,
      choices: (areas.data ?? []).map((area) => ({
        id: area.code,
        label: (
          <span className={indent[area.level]}>{locale === 'zh' ? area.nameZh : area.nameEn}</span>
        ),
      })),
    },
    {
      source: 'channel',
      label: t('reports.channel'),
      kind: 'choices',
      choices: channels.map((id) => ({ id, label: t(`reports.channels.${id}`) })),
    },
    {
      source: 'product',
      label: t('reports.product'),
      kind: 'choices',
      choices: (products.data ?? []).map((product) => ({ id: product.code, label: product.name })),
    },
    {
      source: 'category',
      label: t('reports.category'),
      kind: 'choices',
      choices: categories.map((id) => ({ id, label: <CategoryMark category={id} named /> })),
    },
    { source: 'includeNotFailure', label: t('reports.notFailure'), kind: 'flag' },
    { source: 'includePolicyRefusals', label: t('reports.refusals'), kind: 'flag' },
  ];
}

const setPreset = (filters: ReportFilters, preset: Preset) =>
  filters.set({ period: preset === '28d' ? '' : preset, from: '', to: '' });

/** Presets, or a first and a last day. */
function PeriodChip({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const last = addDays(filters.span.until, -1);
  const withYear = !filters.thisYear;
  const day = (on: string) =>
    formatLocalDate(on, locale, withYear).replace(/ (周.|星期.)$|^\w{3} /, '');
  const range = t('reports.period.range', { from: day(filters.span.from), to: day(last) });
  return (
    <Chip label={t('reports.period.label')} shown={range}>
      {(close) => (
        <>
          <Choices
            value={filters.preset}
            options={presets
              .filter((id) => id !== 'custom')
              .map((id) => ({ id, label: t(`reports.period.${id}`) }))}
            onPick={(id) => {
              setPreset(filters, id as Preset);
              close();
            }}
          />
          <CustomPeriod filters={filters} last={last} onDone={close} />
        </>
      )}
    </Chip>
  );
}

function CustomPeriod(props: { filters: ReportFilters; last: string; onDone: () => void }) {
  const { filters } = props;
  const t = useTranslate();
  const [from, setFrom] = useState(filters.span.from);
  const [to, setTo] = useState(props.last);
  const wrong = from === '' || to === '' || to < from;
  const long = !wrong && daysIn({ from, until: to }) >= MOST_DAYS;
  return (
    <form
      className="d-custom"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong || long) return;
        filters.set({ period: 'custom', from, to });
        props.onDone();
      }}
    >
      <label>
        {t('reports.period.from')}
        <input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label>
        {t('reports.period.to')}
        <input
          type="date"
          value={to}
          aria-invalid={wrong || long || undefined}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      {wrong && <p className="r-help r-help--bad">{t('reports.period.wrong')}</p>}
      {long && (
        <p className="r-help r-help--bad">{t('errors.reports.longPeriod', { max: MOST_DAYS })}</p>
      )}
      <Button submit disabled={wrong || long}>
        {t('common.apply')}
      </Button>
    </form>
  );
}
