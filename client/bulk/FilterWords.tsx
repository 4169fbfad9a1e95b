import { useTranslate } from 'ra-core';
import { isSet } from '../unsubscribes/chips/chip-spec.ts';
import { useCaseChips } from '../unsubscribes/chips/useCaseChips.tsx';
import { useLocaleName } from '../components/index.ts';

/** The conditions of the queue in words, by the same words as its chips. */
export function FilterWords({ filter }: { filter: Readonly<Record<string, unknown>> }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const chips = useCaseChips().filter((spec) => isSet(spec, filter));
  const { stateGroup } = filter;
  const parts = [
    ...(typeof stateGroup === 'string'
      ? [
          {
            id: 'stateGroup',
            label: t('resources.cases.fields.state'),
            shown: tabName(t, stateGroup),
          },
        ]
      : []),
    ...(filter['openAny'] === true
      ? [{ id: 'openAny', label: t('resources.cases.fields.state'), shown: tabName(t, 'open_any') }]
      : []),
    ...chips.map((spec) => ({ id: spec.id, label: spec.label, shown: spec.shown(filter) })),
  ];
  if (parts.length === 0) return <>{t('bulk.source.everything')}</>;
  return parts.map((part, index) => (
    <span key={part.id}>
      {index > 0 && (locale === 'zh' ? '，' : '; ')}
      {part.label}
      {locale === 'zh' ? '：' : ': '}
      {part.shown}
    </span>
  ));
}

type Translate = (key: string, args?: Record<string, unknown>) => string;

const GROUP_WORDS: Readonly<Record<string, string>> = { waiting: 'unsubscribes.tabs.waiting' };

const tabName = (t: Translate, group: string): string =>
  t(GROUP_WORDS[group] ?? `unsubscribes.tabs.${group}`, { _: group });
