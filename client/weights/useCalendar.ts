import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { CalendarRecord } from '#contract/weights.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** A calendar with its years, in the domain's shape; it changes rarely, so it is kept a while. */
export function useCalendar(id: string | undefined) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['calendars', id],
    enabled: id !== undefined,
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      dataProvider.read<CalendarRecord>(`calendars/${id ?? ''}`, undefined, signal),
  });
}
