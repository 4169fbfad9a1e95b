import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { localDateOf, useNow } from '../components/index.ts';
import type { QueryValue } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { daysIn, isPreset, spanOf, type Preset, type Span } from './periods.ts';

/** Filters that take several values, as the address names them. */
export const listFilters = ['area', 'channel', 'product', 'category'] as const;
export const switches = ['includeNotFailure', 'includePolicyRefusals'] as const;

export interface ReportFilters {
  preset: Preset;
  span: Span;
  days: number;
  /** Both ends lie in the present year, which then goes without saying. */
  thisYear: boolean;
  compare: boolean;
  by: 'request' | 'order';
  bucket: 'day' | 'week' | 'month';
  lists: Record<(typeof listFilters)[number], string[]>;
  flags: Record<(typeof switches)[number], boolean>;
  /** What the server is asked. */
  query: Record<string, QueryValue>;
  /** True when the address carries anything but the defaults. */
  changed: boolean;
  set(values: Record<string, string>): void;
  reset(): void;
}

const bucketOf = (text: string | null) => (text === 'week' || text === 'month' ? text : 'day');

/** What the dashboard is about; all of it stands in the address. */
export function useReportQuery(): ReportFilters {
  const [params, setParams] = useSearchParams();
  const { zone } = useSession();
  const today = localDateOf(useNow(60_000), zone);

  const set = useCallback(
    (values: Record<string, string>) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
    [setParams],
  );
  const reset = useCallback(() => setParams(new URLSearchParams()), [setParams]);

  return useMemo(() => {
    const text = params.get('period') ?? '28d';
    const preset = isPreset(text) ? text : '28d';
    const span = spanOf(preset, today, params.get('from') ?? '', params.get('to') ?? '');
    const by = params.get('by') === 'order' ? 'order' : 'request';
    const bucket = bucketOf(params.get('bucket'));
    const lists = Object.fromEntries(
      listFilters.map((name) => [name, (params.get(name) ?? '').split(',').filter(Boolean)]),
    ) as ReportFilters['lists'];
    const flags = Object.fromEntries(
      switches.map((name) => [name, params.get(name) === 'true']),
    ) as ReportFilters['flags'];
    const given = Object.fromEntries([
      ...listFilters.map((name) => [name, lists[name].join(',')]),
      ...switches.map((name) => [name, flags[name] ? 'true' : '']),
    ]) as Record<string, string>;
    return {
      preset,
      span,
      days: daysIn(span),
      thisYear: span.from.slice(0, 4) === today.slice(0, 4),
      compare: params.get('compare') !== 'none',
      by,
      bucket,
      lists,
      flags,
      query: { ...span, by, bucket, ...given },
      changed: [...params.keys()].length > 0,
      set,
      reset,
    };
  }, [params, today, set, reset]);
}
