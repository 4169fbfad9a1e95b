import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { AreaRecord } from '#contract/catalogue.ts';
import { Icon, useLocaleName } from '../../components/index.ts';
import type { RedressDataProvider } from '../../providers/data-provider.ts';

import { listOf } from './chip-spec.ts';

const nameOf = (area: AreaRecord, locale: string): string =>
  locale === 'zh' ? area.nameZh : area.nameEn;

/** Areas by a condition: provinces, or what lies directly below a code. */
function useAreas(filter: Record<string, unknown>, enabled = true) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['areas', filter],
    queryFn: ({ signal }) =>
      dataProvider.read<AreaRecord[]>(
        'areas',
        { filter: JSON.stringify(filter), range: '[0,499]', total: false },
        signal,
      ),
    staleTime: 600_000,
    enabled,
  });
}

/** The names of chosen areas. */
export function AreaNames({ codes }: { codes: readonly string[] }) {
  const locale = useLocaleName();
  const { data = [] } = useAreas({ id: codes }, codes.length > 0);
  const names = codes.map((code) => {
    const area = data.find((one) => one.code === code);
    return area === undefined ? code : nameOf(area, locale);
  });
  return <>{names.join(locale === 'zh' ? '、' : ', ')}</>;
}

interface AreaEditorProps {
  value: unknown;
  onChange(value: string[]): void;
}

/** The tree of provinces, cities and districts; a province or city stands for all of it. */
export function AreaEditor({ value, onChange }: AreaEditorProps) {
  const [chosen, setChosen] = useState(() => listOf(value));
  const { data = [] } = useAreas({ level: ['province'] });
  const toggle = (code: string, checked: boolean) => {
    const next = checked ? [...chosen, code] : chosen.filter((other) => other !== code);
    setChosen(next);
    onChange(next);
  };
  return (
    <ul className="r-pop__choices q-tree">
      {data.map((area) => (
        <AreaNode key={area.code} area={area} chosen={chosen} covered={false} toggle={toggle} />
      ))}
    </ul>
  );
}

interface AreaNodeProps {
  area: AreaRecord;
  chosen: readonly string[];
  /** An area above is chosen, so this one is too. */
  covered: boolean;
  toggle(code: string, checked: boolean): void;
}

function AreaNode({ area, chosen, covered, toggle }: AreaNodeProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const name = nameOf(area, locale);
  const [open, setOpen] = useState(false);
  const leaf = area.level === 'district';
  const { data } = useAreas({ parentCode: [area.code] }, open && !leaf);
  const checked = chosen.includes(area.code);
  return (
    <li>
      <div className="q-tree__row">
        {leaf ? (
          <span className="q-tree__leaf" />
        ) : (
          <button
            type="button"
            className="r-btn r-btn--plain q-tree__open"
            aria-expanded={open}
            aria-label={t('unsubscribes.filter.allOf', { name })}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} size={12} />
          </button>
        )}
        <label>
          <input
            type="checkbox"
            checked={checked || covered}
            disabled={covered}
            onChange={(event) => toggle(area.code, event.target.checked)}
          />
          {name}
        </label>
      </div>
      {open && data !== undefined && (
        <ul className="q-tree__below">
          {data.length === 0 && <li className="r-help">{t('unsubscribes.filter.noneBelow')}</li>}
          {data.map((below) => (
            <AreaNode
              key={below.code}
              area={below}
              chosen={chosen}
              covered={covered || checked}
              toggle={toggle}
            />
          ))}
        </ul>
      )}
    </li>
  );
}
