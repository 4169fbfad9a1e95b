import { useTranslate } from 'ra-core';
import { createZone, localDateAt, startOfDay } from '#domain/time.ts';
import {
  formatDateTime,
  formatDuration,
  formatLocalDate,
  useLocaleName,
  useNow,
} from '../../components/index.ts';
import { useSession } from '../../session/SessionContext.ts';
import { AgeEditor, DatesEditor, OneEditor } from './RangeEditors.tsx';
import { TextsEditor } from './TextsEditor.tsx';
import { isEmpty, listOf } from './chip-spec.ts';
import type { ChipSpec, FilterValues } from './chip-spec.ts';

const hourMs = 3_600_000;

/** Conditions on times, ages and yes-or-no facts; charts bring most of them by address. */
export function useRangeChips(): ChipSpec[] {
  const t = useTranslate();
  const { dates, instants, yesNo } = useRangeMakers();
  const field = (name: string) => t(`resources.cases.fields.${name}`);
  const word = (name: string) => t(`unsubscribes.filter.${name}`);
  return [
    useAgeChip(),
    instants('requested', word('requested'), 'requestedFrom', 'requestedUntil', 'offered'),
    dates('openedOn', field('openedAt'), 'openedOnFrom', 'openedOnUntil', 'offered'),
    dates('endedOn', field('endedAt'), 'endedOnFrom', 'endedOnUntil', 'offered'),
    instants('due', word('due'), 'dueFrom', 'dueUntil', 'offered'),
    useDayChip('requestedOn', word('requestedOn')),
    useDayChip('openAtEndOf', word('openAtEndOf')),
    useHourChip(),
    yesNo('countsAsFailure'),
    yesNo('policyRefusal'),
    useWantedChip(),
  ];
}

function useRangeMakers() {
  const t = useTranslate();
  const locale = useLocaleName();
  const now = useNow();
  const { zone: zoneId } = useSession();
  const zone = createZone(zoneId);
  const between = (from: string, until: string) => {
    if (until === '') return t('unsubscribes.filter.rangeFrom', { from });
    if (from === '') return t('unsubscribes.filter.rangeUntil', { until });
    return t('unsubscribes.filter.range', { from, until });
  };
  const day = (value: unknown) => (isEmpty(value) ? '' : formatLocalDate(String(value), locale));
  const instant = (value: unknown) =>
    typeof value === 'number'
      ? formatDateTime(value, zoneId, locale, now).replace(/ 00:00$/, '')
      : '';
  const dayOf = (value: unknown) => (typeof value === 'number' ? localDateAt(zone, value) : '');
  const startOf = (date: string) => (date === '' ? undefined : startOfDay(zone, date));

  /** Two local dates. */
  const dates = (
    id: string,
    label: string,
    from: string,
    until: string,
    place: ChipSpec['place'],
  ): ChipSpec => ({
    ...{ id, label, place },
    keys: [from, until],
    shown: (values) => between(day(values[from]), day(values[until])),
    editor: ({ values, set, done }) => (
      <DatesEditor
        from={String(values[from] ?? '')}
        until={String(values[until] ?? '')}
        onApply={(first, last) => {
          set({ [from]: first, [until]: last });
          done();
        }}
      />
    ),
  });

  /** Two instants, chosen as local days of the operator's zone. */
  const instants = (
    id: string,
    label: string,
    from: string,
    until: string,
    place: ChipSpec['place'],
  ): ChipSpec => ({
    ...{ id, label, place },
    keys: [from, until],
    shown: (values) => between(instant(values[from]), instant(values[until])),
    editor: ({ values, set, done }) => (
      <DatesEditor
        from={dayOf(values[from])}
        until={dayOf(values[until])}
        onApply={(first, last) => {
          set({ [from]: startOf(first), [until]: startOf(last) });
          done();
        }}
      />
    ),
  });

  const yesNo = (source: 'countsAsFailure' | 'policyRefusal'): ChipSpec => {
    const label = t(`unsubscribes.filter.${source}`);
    return {
      id: source,
      label,
      keys: [source],
      place: 'offered',
      shown: (values) => t(values[source] === true ? 'common.yes' : 'common.no'),
      editor: ({ values, set, done }) => (
        <OneEditor
          label={label}
          choices={[
            { id: 'true', label: t('common.yes') },
            { id: 'false', label: t('common.no') },
          ]}
          value={String(values[source])}
          onPick={(id) => {
            set({ [source]: id === 'true' });
            done();
          }}
        />
      ),
    };
  };
  return { dates, instants, yesNo };
}

function useAgeChip(): ChipSpec {
  const t = useTranslate();
  const shown = ({ ageMinHours, ageMaxHours }: FilterValues) => {
    const low = isEmpty(ageMinHours) ? '' : formatDuration(Number(ageMinHours) * hourMs);
    const high = isEmpty(ageMaxHours) ? '' : formatDuration(Number(ageMaxHours) * hourMs);
    if (high === '') return t('unsubscribes.filter.ageMin', { value: low });
    if (low === '') return t('unsubscribes.filter.ageMax', { value: high });
    return t('unsubscribes.filter.ageRange', { from: low, until: high });
  };
  return {
    id: 'age',
    label: t('unsubscribes.filter.age'),
    keys: ['ageMinHours', 'ageMaxHours'],
    place: 'offered',
    shown,
    editor: ({ values, set, done }) => (
      <AgeEditor
        least={values['ageMinHours']}
        most={values['ageMaxHours']}
        onApply={(ageMinHours, ageMaxHours) => {
          set({ ageMinHours, ageMaxHours });
          done();
        }}
      />
    ),
  };
}

/** One or more local days, as charts give them. */
function useDayChip(source: 'requestedOn' | 'openAtEndOf', label: string): ChipSpec {
  const locale = useLocaleName();
  const t = useTranslate();
  return {
    id: source,
    label,
    keys: [source],
    place: 'arriving',
    shown: (values) => {
      const days = listOf(values[source]);
      if (days.length > 3) return t('unsubscribes.filter.chosen', { smart_count: days.length });
      return days.map((on) => formatLocalDate(on, locale)).join(locale === 'zh' ? '、' : ', ');
    },
    editor: ({ values, set, done }) => (
      <TextsEditor
        label={label}
        value={values[source]}
        onApply={(days) => {
          const real = days.filter((text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
          set({ [source]: source === 'requestedOn' ? real : real[0] });
          done();
        }}
      />
    ),
  };
}

function useHourChip(): ChipSpec {
  const t = useTranslate();
  const label = t('unsubscribes.filter.requestedHour');
  const word = (hour: number) =>
    t('unsubscribes.filter.hour', { hour: String(hour).padStart(2, '0') });
  return {
    id: 'requestedHour',
    label,
    keys: ['requestedHour'],
    place: 'arriving',
    shown: ({ requestedHour }) => word(Number(requestedHour)),
    editor: ({ values, set, done }) => (
      <OneEditor
        label={label}
        choices={Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), label: word(hour) }))}
        value={String(values['requestedHour'])}
        onPick={(id) => {
          set({ requestedHour: Number(id) });
          done();
        }}
      />
    ),
  };
}

function useWantedChip(): ChipSpec {
  const t = useTranslate();
  const label = t('unsubscribes.filter.wanted');
  const words = [
    { id: 'cancelled', label: t('unsubscribes.lamps.wantedCancelled') },
    { id: 'active', label: t('unsubscribes.lamps.wantedNothing') },
  ];
  return {
    id: 'wanted',
    label,
    keys: ['wanted'],
    place: 'arriving',
    shown: ({ wanted }) => words.find(({ id }) => id === wanted)?.label ?? '',
    editor: ({ values, set, done }) => (
      <OneEditor
        label={label}
        choices={words}
        value={String(values['wanted'])}
        onPick={(wanted) => {
          set({ wanted });
          done();
        }}
      />
    ),
  };
}
