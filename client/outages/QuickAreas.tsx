import { useGetList, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import type { OutageRecord } from '#contract/outages.ts';
import { Button, useLocaleName } from '../components/index.ts';
import { AreasField, useAreas } from './AreasField.tsx';

const mostChips = 24;

interface QuickAreasProps {
  own: readonly string[];
  recent: readonly string[];
}

/** One's own areas and what they hold as chips to press; the whole tree on demand. */
export function QuickAreas({ own, recent }: QuickAreasProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const tree = useAreas();
  const { field, fieldState } = useController({ name: 'areaCodes' });
  const chosen = field.value as string[];
  const latest = useLatestAreas(own.length === 0);
  const near = new Set([...own, ...recent, ...latest]);
  const chips = tree
    .filter(({ area, above }) => near.has(area.code) || own.includes(above.at(-1) ?? ''))
    .slice(0, mostChips);
  const offered = new Set(chips.map(codeOf));
  const [wide, setWide] = useState(false);
  const open = wide || chosen.some((code) => !offered.has(code) && tree.length > 0);
  const toggle = (code: string) => {
    if (chosen.includes(code)) return field.onChange(chosen.filter((other) => other !== code));
    // Whoever names a district means it, not the whole city it lies in.
    const node = tree.find(({ area }) => area.code === code);
    const apart = (other: string) =>
      node?.above.includes(other) !== true &&
      tree.find(({ area }) => area.code === other)?.above.includes(code) !== true;
    field.onChange([...chosen.filter(apart), code]);
  };
  if (open) {
    return (
      <>
        <AreasField source="areaCodes" label={t('resources.outages.fields.areaCodes')} />
        {wide && (
          <Button kind="link" onClick={() => setWide(false)}>
            {t('outages.quick.fold')}
          </Button>
        )}
      </>
    );
  }
  const fault = fieldState.error?.message;
  return (
    <div className="r-field">
      <div
        className="o-quick__chips"
        role="group"
        aria-label={t(own.length > 0 ? 'outages.quick.mine' : 'outages.quick.recent')}
      >
        {chips.map(({ area }) => (
          <button
            key={area.code}
            type="button"
            className={own.includes(area.code) ? 'o-chip o-chip--top' : 'o-chip'}
            aria-pressed={chosen.includes(area.code)}
            onClick={() => toggle(area.code)}
          >
            {locale === 'zh' ? area.nameZh : area.nameEn}
          </button>
        ))}
        <Button kind="link" onClick={() => setWide(true)}>
          {t('outages.quick.elsewhere')}
        </Button>
      </div>
      {fault !== undefined && (
        <p className="r-help r-help--bad" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** For whoever works for all areas: those of the latest outages. */
function useLatestAreas(wanted: boolean): string[] {
  const { data } = useGetList<OutageRecord>(
    'outages',
    { pagination: { page: 1, perPage: 25 }, sort: { field: 'startedAt', order: 'DESC' } },
    { enabled: wanted },
  );
  return (data ?? []).flatMap(({ areaCodes }) => areaCodes);
}

const codeOf = ({ area }: { area: { code: string } }) => area.code;
