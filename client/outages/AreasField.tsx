import { ValidationError, useGetList, useInput, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { AreaRecord } from '#contract/catalogue.ts';
import { Icon, useLocaleName } from '../components/index.ts';

interface AreaNode {
  area: AreaRecord;
  depth: number;
  /** Codes above it. */
  above: string[];
}

/** Provinces, cities and districts in the order of a tree. */
export function treeOf(areas: readonly AreaRecord[]): AreaNode[] {
  const children = new Map<string | null, AreaRecord[]>();
  for (const area of areas) {
    children.set(area.parentCode, [...(children.get(area.parentCode) ?? []), area]);
  }
  const walk = (parent: string | null, above: string[]): AreaNode[] =>
    (children.get(parent) ?? []).flatMap((area) => [
      { area, depth: above.length, above },
      ...walk(area.code, [...above, area.code]),
    ]);
  return walk(null, []);
}

/** All areas, in the tree's order; there are few, so they are read at once. */
export function useAreas() {
  const { data } = useGetList<AreaRecord>('areas', {
    pagination: { page: 1, perPage: 500 },
    sort: { field: 'code', order: 'ASC' },
  });
  return treeOf(data ?? []);
}

function messagesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { message } = error as { message?: unknown };
  if (typeof message === 'string' && message !== '') return [message];
  return Object.values(error).flatMap(messagesOf);
}

/** Which areas were hit: a province or city stands for all it holds. */
export function AreasField({ source, label }: { source: string; label: string }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const id = useId();
  const tree = useAreas();
  const [query, setQuery] = useState('');
  const { field, fieldState } = useInput({ source, defaultValue: [] });
  const chosen = (field.value as string[] | null) ?? [];
  const nameOf = (area: AreaRecord) => (locale === 'zh' ? area.nameZh : area.nameEn);
  const known = new Map(tree.map((node) => [node.area.code, node]));
  const fullName = (code: string) => {
    const node = known.get(code);
    if (node === undefined) return code;
    const names = [...node.above.slice(1), code].flatMap((one) => {
      const found = known.get(one);
      return found === undefined ? [] : [nameOf(found.area)];
    });
    return names.join(' ');
  };
  const toggle = (node: AreaNode) => {
    const { code } = node.area;
    if (chosen.includes(code)) return field.onChange(chosen.filter((other) => other !== code));
    const below = (other: string) => known.get(other)?.above.includes(code) === true;
    field.onChange([...chosen.filter((other) => !below(other)), code]);
  };
  const asked = query.trim().toLowerCase();
  const matching = new Set(
    tree
      .filter(({ area }) =>
        [area.nameZh, area.nameEn, area.code].some((text) => text.toLowerCase().includes(asked)),
      )
      .flatMap((node) => [node.area.code, ...node.above]),
  );
  const errors = messagesOf(fieldState.error);
  return (
    <div className="r-field">
      <span className="r-label" id={id}>
        {label}
      </span>
      <div
        className="o-areas"
        role="group"
        aria-labelledby={id}
        aria-invalid={errors.length > 0 || undefined}
      >
        <div className="o-areas__chosen">
          {chosen.length === 0 && <span className="r-muted">{t('outages.form.noArea')}</span>}
          {chosen.map((code) => (
            <span className="o-area-chip" key={code}>
              {fullName(code)}
              <button
                type="button"
                aria-label={t('common.removeCondition', { name: fullName(code) })}
                onClick={() => field.onChange(chosen.filter((other) => other !== code))}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
        </div>
        <div className="o-areas__search">
          <input
            value={query}
            aria-label={t('outages.form.findArea')}
            placeholder={t('outages.form.findArea')}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        </div>
        <div className="o-areas__tree">
          {tree
            .filter(({ area }) => asked === '' || matching.has(area.code))
            .map((node) => {
              const held = node.above.some((code) => chosen.includes(code));
              return (
                <label key={node.area.code} style={{ paddingLeft: 8 + node.depth * 20 }}>
                  <input
                    type="checkbox"
                    checked={held || chosen.includes(node.area.code)}
                    disabled={held}
                    onChange={() => toggle(node)}
                    onBlur={field.onBlur}
                  />
                  {nameOf(node.area)} <span>{node.area.code}</span>
                </label>
              );
            })}
        </div>
      </div>
      {errors.map((error) => (
        <p key={error} className="r-help r-help--bad" role="alert">
          <ValidationError error={error} />
        </p>
      ))}
    </div>
  );
}
