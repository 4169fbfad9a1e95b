import { useTranslate } from 'ra-core';
import { complaintSources } from '#contract/clocks.ts';
import { caseClockKinds } from '#domain/clocks.ts';
import type { Permission } from '#domain/permissions.ts';
import { createZone, localDateAt, startOfDay } from '#domain/time.ts';
import { formatDateTime, formatFen, useLocaleName, useNow } from '../../components/index.ts';
import { useSession } from '../../session/SessionContext.ts';
import { ChoicesEditor } from './ChoicesEditor.tsx';
import { NumbersEditor } from './NumbersEditor.tsx';
import { PasteEditor, PastedCount } from './PasteEditor.tsx';
import { JobName, RecordNames, RecordsEditor } from './RecordsEditor.tsx';
import type { NamedResource } from './RecordsEditor.tsx';
import { DatesEditor, OneEditor } from './RangeEditors.tsx';
import { TextsEditor } from './TextsEditor.tsx';
import { isEmpty, listOf } from './chip-spec.ts';
import type { ChipSpec, FilterValues } from './chip-spec.ts';

const DUE_HOURS = [1, 2, 4, 8, 24, 72] as const;

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** Conditions on what hangs on a case: money, clocks, complaints, its outage and cause, and pasted lists. */
export function useFactChips(): ChipSpec[] {
  const t = useTranslate();
  const word = (name: string) => t(`views.filter.${name}`);
  const flags = useFlagMakers();
  const { amounts, several } = useFactMakers();
  return [
    useSearchChip(),
    usePasteChip(),
    several(
      'priority',
      [2, 1, 0].map((n) => ({ id: String(n), label: word(`p${n}`) })),
      (ids) => ids.map(Number),
    ),
    several(
      'dueKind',
      caseClockKinds.map((id) => ({ id, label: t(`clocks.kind.${id}`) })),
    ),
    flags.only('overdue'),
    useDueInChip(),
    flags.yesNo('overcharged'),
    amounts('overchargeMin', ['overchargeMinFen', ''], 100),
    amounts('fee', ['feeMinFen', 'feeMaxFen'], 100),
    amounts('attempts', ['attemptsMin', 'attemptsMax'], 1),
    useNextChargeChip(),
    flags.yesNo('complained'),
    several(
      'complaintSource',
      complaintSources.map((id) => ({ id, label: id })),
    ),
    flags.yesNo('inOutage'),
    flags.yesNo('recurrence'),
    ...useRecordChips(),
  ];
}

function useFlagMakers() {
  const t = useTranslate();
  const choices = [
    { id: 'true', label: t('common.yes') },
    { id: 'false', label: t('common.no') },
  ];
  const flag = (source: string, of: typeof choices): ChipSpec => {
    const label = t(`views.filter.${source}`);
    return {
      id: source,
      label,
      keys: [source],
      place: 'offered',
      shown: (values) => t(values[source] === true ? 'common.yes' : 'common.no'),
      editor: ({ values, set, done }) => (
        <OneEditor
          label={label}
          choices={of}
          value={String(values[source])}
          onPick={(id) => {
            set({ [source]: id === 'true' });
            done();
          }}
        />
      ),
    };
  };
  return {
    yesNo: (source: string) => flag(source, choices),
    only: (source: string) => flag(source, choices.slice(0, 1)),
  };
}

function useFactMakers() {
  const t = useTranslate();
  const locale = useLocaleName();

  const several = (
    source: string,
    choices: readonly { id: string; label: string }[],
    parse: (ids: string[]) => unknown[] = (ids) => ids,
  ): ChipSpec => {
    const label = t(`views.filter.${source}`);
    return {
      id: source,
      label,
      keys: [source],
      place: 'offered',
      shown: (values) =>
        listOf(values[source])
          .map((id) => choices.find((choice) => choice.id === id)?.label ?? id)
          .join(locale === 'zh' ? '、' : ', '),
      editor: ({ values, set }) => (
        <ChoicesEditor
          label={label}
          choices={choices}
          value={values[source]}
          onChange={(ids) => set({ [source]: parse(ids) })}
        />
      ),
    };
  };

  /** Two bounds of one amount; the second key is empty where there is only a least. */
  const amounts = (id: string, [low, high]: readonly [string, string], unit: number): ChipSpec => {
    const label = t(`views.filter.${id}`);
    const money = unit === 100;
    const amount = (value: unknown) => (money ? formatFen(Number(value)) : String(value));
    const shown = (values: FilterValues) => {
      if (high === '' || isEmpty(values[high]))
        return t('views.filter.from', { value: amount(values[low]) });
      if (isEmpty(values[low])) return t('views.filter.upTo', { value: amount(values[high]) });
      return t('views.filter.range', { from: amount(values[low]), until: amount(values[high]) });
    };
    return {
      ...{ id, label, shown },
      keys: high === '' ? [low] : [low, high],
      place: 'offered',
      editor: ({ values, set, done }) => (
        <NumbersEditor
          least={numberOf(values[low])}
          most={high === '' ? undefined : numberOf(values[high])}
          leastLabel={t(money ? 'views.filter.leastYuan' : 'views.filter.least')}
          mostLabel={high === '' ? '' : t(money ? 'views.filter.mostYuan' : 'views.filter.most')}
          unit={unit}
          onApply={(least, most) => {
            set({ [low]: least, ...(high === '' ? {} : { [high]: most }) });
            done();
          }}
        />
      ),
    };
  };
  return { several, amounts };
}

function useSearchChip(): ChipSpec {
  const t = useTranslate();
  return {
    id: 'q',
    label: t('views.search.chip'),
    keys: ['q'],
    place: 'arriving',
    shown: ({ q }) => `“${String(q)}”`,
    editor: ({ values, set, done }) => (
      <TextsEditor
        label={t('views.search.label')}
        value={values['q']}
        onApply={([text]) => {
          set({ q: text });
          done();
        }}
      />
    ),
  };
}

function usePasteChip(): ChipSpec {
  const t = useTranslate();
  return {
    id: 'list',
    label: t('views.paste.chip'),
    keys: ['list'],
    place: 'offered',
    shown: ({ list }) => <PastedCount id={String(list)} />,
    editor: ({ values, set }) => (
      <PasteEditor
        id={isEmpty(values['list']) ? '' : String(values['list'])}
        onKept={(list) => set({ list })}
      />
    ),
  };
}

function useDueInChip(): ChipSpec {
  const t = useTranslate();
  const label = t('views.filter.dueInHours');
  return {
    id: 'dueInHours',
    label,
    keys: ['dueInHours'],
    place: 'offered',
    shown: ({ dueInHours }) => t('views.filter.hours', { n: Number(dueInHours) }),
    editor: ({ values, set, done }) => (
      <OneEditor
        label={label}
        choices={DUE_HOURS.map((n) => ({ id: String(n), label: t('views.filter.hours', { n }) }))}
        value={String(values['dueInHours'])}
        onPick={(id) => {
          set({ dueInHours: Number(id) });
          done();
        }}
      />
    ),
  };
}

function useNextChargeChip(): ChipSpec {
  const t = useTranslate();
  const locale = useLocaleName();
  const now = useNow();
  const { zone: zoneId } = useSession();
  const zone = createZone(zoneId);
  const shownOf = (value: unknown) =>
    formatDateTime(Number(value), zoneId, locale, now).replace(/ 00:00$/, '');
  const dayOf = (value: unknown) => (typeof value === 'number' ? localDateAt(zone, value) : '');
  const startOf = (date: string) => (date === '' ? undefined : startOfDay(zone, date));
  return {
    id: 'nextCharge',
    label: t('views.filter.nextCharge'),
    keys: ['nextChargeFrom', 'nextChargeUntil'],
    place: 'offered',
    shown: ({ nextChargeFrom: from, nextChargeUntil: until }) => {
      if (isEmpty(until)) return t('unsubscribes.filter.rangeFrom', { from: shownOf(from) });
      if (isEmpty(from)) return t('unsubscribes.filter.rangeUntil', { until: shownOf(until) });
      return t('unsubscribes.filter.range', { from: shownOf(from), until: shownOf(until) });
    },
    editor: ({ values, set, done }) => (
      <DatesEditor
        from={dayOf(values['nextChargeFrom'])}
        until={dayOf(values['nextChargeUntil'])}
        onApply={(first, last) => {
          set({ nextChargeFrom: startOf(first), nextChargeUntil: startOf(last) });
          done();
        }}
      />
    ),
  };
}

/** The cases of a cause, an outage or a bulk plan: by its page, or chosen here. */
function useRecordChips(): ChipSpec[] {
  const t = useTranslate();
  const { permissions } = useSession();
  const one = (
    source: string,
    name: string,
    resource: NamedResource,
    permission: Permission,
  ): ChipSpec => {
    const label = t(`views.filter.${name}`);
    return {
      id: source,
      label,
      keys: [source],
      place: permissions.includes(permission) ? 'offered' : 'arriving',
      shown: (values) => <RecordNames resource={resource} value={values[source]} />,
      editor: ({ values, set }) => (
        <RecordsEditor
          resource={resource}
          label={label}
          value={values[source]}
          onChange={(ids) => set({ [source]: ids })}
        />
      ),
    };
  };
  return [
    one('groupId', 'group', 'cause-groups', 'groups.read'),
    one('outageId', 'outage', 'outages', 'outages.read'),
    one('planId', 'plan', 'plans', 'plans.read'),
    useJobChip(),
  ];
}

/** A job by its own id, as other systems know it, comes by address only. */
function useJobChip(): ChipSpec {
  const t = useTranslate();
  const label = t('views.filter.plan');
  return {
    id: 'jobId',
    label,
    keys: ['jobId'],
    place: 'arriving',
    shown: ({ jobId }) => listOf(jobId).map((id) => <JobName key={id} jobId={id} />),
    editor: ({ set, done }) => (
      <RecordsEditor
        resource="plans"
        label={label}
        value={[]}
        onChange={(planId) => {
          set({ jobId: undefined, planId });
          done();
        }}
      />
    ),
  };
}
