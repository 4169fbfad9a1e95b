import { useResourceContext, useTranslate, useTranslateLabel } from 'ra-core';
import { createPortal } from 'react-dom';
import { Button } from './Button.tsx';
import { Segment } from './Tabs.tsx';
import { useColumnsPlace } from './columns-place.ts';
import { inOrder } from './useTableLayout.ts';
import type { Column, TableLayout } from './useTableLayout.ts';

interface ColumnsMenuProps {
  columns: readonly Column[];
  layout: TableLayout;
}

/** Which columns a table shows, in which order, and how high its rows are. */
export function ColumnsMenu({ columns, layout }: ColumnsMenuProps) {
  const { place } = useColumnsPlace();
  return place === null ? null : createPortal(<Menu columns={columns} layout={layout} />, place);
}

function Menu({ columns, layout }: ColumnsMenuProps) {
  const t = useTranslate();
  const resource = useResourceContext();
  const labelOf = useTranslateLabel();
  const { hidden, setHidden, order, setOrder, density, setDensity } = layout;
  const named = columns.flatMap(({ props: { source, label } }) =>
    source === undefined
      ? []
      : [
          {
            source,
            label: String(
              labelOf({ source, resource, ...(typeof label === 'string' ? { label } : {}) }),
            ),
          },
        ],
  );
  const rows = inOrder(named, order, ({ source }) => source);
  const move = (at: number, step: number) => {
    const sources = rows.map(({ source }) => source);
    const [moved] = sources.splice(at, 1);
    if (moved !== undefined) sources.splice(at + step, 0, moved);
    setOrder(sources);
  };
  const show = (source: string, shown: boolean) =>
    setHidden(shown ? hidden.filter((other) => other !== source) : [...hidden, source]);
  return (
    <>
      <ul className="r-colmenu__list">
        {rows.map(({ source, label }, at) => (
          <li key={source}>
            <label>
              <input
                type="checkbox"
                checked={!hidden.includes(source)}
                autoFocus={at === 0}
                onChange={(event) => show(source, event.target.checked)}
              />
              <span className="r-ellipsis">{label}</span>
            </label>
            <Button
              kind="plain"
              icon="up"
              aria-label={t('common.columnUp', { name: label })}
              disabled={at === 0}
              onClick={() => move(at, -1)}
            />
            <Button
              kind="plain"
              icon="down"
              aria-label={t('common.columnDown', { name: label })}
              disabled={at === rows.length - 1}
              onClick={() => move(at, 1)}
            />
          </li>
        ))}
      </ul>
      <div className="r-colmenu__foot">
        <Segment
          label={t('common.density.label')}
          options={(['normal', 'comfortable'] as const).map((id) => ({
            id,
            label: t(`common.density.${id}`),
          }))}
          value={density}
          onChange={(id) => setDensity(id === 'comfortable' ? 'comfortable' : 'normal')}
        />
        <Button kind="link" onClick={layout.reset}>
          {t('common.columnsReset')}
        </Button>
      </div>
    </>
  );
}
