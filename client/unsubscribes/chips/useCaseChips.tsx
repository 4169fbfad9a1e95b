import { useLocaleState, useTranslate } from 'ra-core';
import type { FailureCodeRecord, ProductRecord } from '#contract/catalogue.ts';
import { channels } from '#domain/channels.ts';
import { caseStates } from '#domain/lifecycles.ts';
import { stages } from '#domain/stages.ts';
import { codeName } from '../../catalogue/names.ts';
import { CategoryMark, categories } from '../../components/index.ts';
import { useColleagues } from '../../staff/useColleagues.ts';
import { useSession } from '../../session/SessionContext.ts';
import { useCatalogue } from '../useCatalogue.ts';
import { AreaEditor, AreaNames } from './AreaEditor.tsx';
import { ChoicesEditor } from './ChoicesEditor.tsx';
import type { Choice } from './ChoicesEditor.tsx';
import { LineNumber, NumberEditor } from './NumberEditor.tsx';
import { TextsEditor } from './TextsEditor.tsx';
import { listOf } from './chip-spec.ts';
import type { ChipSpec } from './chip-spec.ts';
import { useFactChips } from './useFactChips.tsx';
import { useRangeChips } from './useRangeChips.tsx';

/** Every condition the queue's filter knows, in the order of the bar and of the menu. */
export function useCaseChips(): ChipSpec[] {
  const t = useTranslate();
  const { choices, texts } = useChipMakers();
  const { failureCodes, products } = useCatalogue();
  const [locale] = useLocaleState();
  const word = (group: string, ids: readonly string[]): Choice[] =>
    ids.map((id) => ({ id, label: t(`unsubscribes.${group}.${id}`) }));
  const ranges = useRangeChips();
  const facts = useFactChips();
  return [
    choices('category', 'always', useCategoryChoices()),
    choices('assigneeId', 'always', useAssigneeChoices()),
    useAreaChip(),
    choices('channel', 'always', word('channel', channels)),
    choices('failureCode', 'offered', failureCodes.map(codeChoice(locale))),
    choices('stage', 'offered', word('stage', stages)),
    choices('productCode', 'offered', products.map(productChoice)),
    choices('partnerCode', 'offered', partnerChoices(products)),
    choices('state', 'offered', word('state', caseStates)),
    useNumberChip(),
    texts('ticketNo', 'offered', t('unsubscribes.filter.ticketHelp')),
    ...facts,
    ...ranges,
    texts('sourceSystem', 'offered'),
    texts('rawCode', 'offered'),
    texts('importId', 'offered', undefined, t('unsubscribes.filter.import')),
    choices('resolution', 'offered', word('resolution', ['refused', 'impossible', 'forced'])),
    texts('duplicateOfId', 'arriving', undefined, t('unsubscribes.filter.duplicatesOf')),
    texts('id', 'arriving', undefined, t('unsubscribes.filter.cases')),
  ];
}

/** Makers of the two plain kinds: a list to choose from, and typed texts. */
function useChipMakers() {
  const t = useTranslate();
  const [locale] = useLocaleState();
  const comma = locale === 'zh' ? '、' : ', ';
  const labelOf = (source: string) => t(`resources.cases.fields.${source}`);
  const choices = (source: string, place: ChipSpec['place'], of: readonly Choice[]): ChipSpec => ({
    id: source,
    label: labelOf(source),
    keys: [source],
    place,
    shown: (values) => {
      const ids = listOf(values[source]);
      if (ids.length > 3) return t('unsubscribes.filter.chosen', { smart_count: ids.length });
      return ids.map((id) => of.find((choice) => choice.id === id)?.label ?? id).join(comma);
    },
    editor: ({ values, set }) => (
      <ChoicesEditor
        label={labelOf(source)}
        choices={of}
        value={values[source]}
        onChange={(ids) => set({ [source]: ids })}
      />
    ),
  });
  const texts = (
    source: string,
    place: ChipSpec['place'],
    help?: string,
    label = labelOf(source),
  ): ChipSpec => ({
    id: source,
    label,
    keys: [source],
    place,
    shown: (values) => {
      const all = listOf(values[source]);
      return all.length > 2
        ? t('unsubscribes.filter.chosen', { smart_count: all.length })
        : all.map((text) => (text.length > 18 ? `…${text.slice(-8)}` : text)).join(comma);
    },
    editor: ({ values, set, done }) => (
      <TextsEditor
        label={label}
        value={values[source]}
        {...(help === undefined ? {} : { help })}
        onApply={(all) => {
          set({ [source]: all });
          done();
        }}
      />
    ),
  });
  return { choices, texts };
}

function useCategoryChoices(): Choice[] {
  const t = useTranslate();
  return categories.map((id) => ({
    id,
    label: t(`common.categories.${id}`),
    mark: <CategoryMark category={id} />,
  }));
}

/** Whoever looks and nobody first, then the colleagues who work cases, oneself by name among them. */
function useAssigneeChoices(): Choice[] {
  const t = useTranslate();
  const { staff } = useSession();
  const colleagues = useColleagues().map(({ id, label }) => ({ id, label: String(label) }));
  const known = staff === null || colleagues.some(({ id }) => id === staff.id);
  return [
    { id: 'me', label: t('unsubscribes.filter.mine') },
    { id: 'none', label: t('unsubscribes.filter.nobody') },
    ...(known ? [] : [{ id: staff.id, label: staff.name }]),
    ...colleagues,
  ];
}

function useAreaChip(): ChipSpec {
  const t = useTranslate();
  return {
    id: 'areaCode',
    label: t('unsubscribes.filter.area'),
    keys: ['areaCode'],
    place: 'always',
    shown: ({ areaCode }) => <AreaNames codes={listOf(areaCode)} />,
    editor: ({ values, set }) => (
      <AreaEditor value={values['areaCode']} onChange={(codes) => set({ areaCode: codes })} />
    ),
  };
}

function useNumberChip(): ChipSpec {
  const t = useTranslate();
  return {
    id: 'lineId',
    label: t('unsubscribes.filter.number'),
    keys: ['lineId'],
    place: 'offered',
    shown: ({ lineId }) => listOf(lineId).map((id) => <LineNumber key={id} lineId={id} />),
    editor: ({ set, done }) => (
      <NumberEditor
        onFound={(lineId) => {
          set({ lineId });
          done();
        }}
      />
    ),
  };
}

const codeChoice =
  (locale: string) =>
  (code: FailureCodeRecord): Choice => ({
    id: code.code,
    label: `${code.code} ${codeName(code, locale)}`,
    mark: <CategoryMark category={code.category} />,
  });

const productChoice = (product: ProductRecord): Choice => ({
  id: product.code,
  label: `${product.name} ${product.code}`,
});

function partnerChoices(products: readonly ProductRecord[]): Choice[] {
  const names = new Map(
    products.map(({ partnerCode, partnerName }) => [
      partnerCode,
      partnerName === partnerCode ? partnerCode : `${partnerName} ${partnerCode}`,
    ]),
  );
  return [...names].map(([id, label]) => ({ id, label })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
