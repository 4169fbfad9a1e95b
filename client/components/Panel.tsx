import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';

interface PanelProps {
  title?: ReactNode;
  /** Small type beside the title. */
  note?: ReactNode;
  /** At the right of the head. */
  actions?: ReactNode;
  children: ReactNode;
  /** Without padding, for tables and lists that bring their own. */
  flush?: boolean;
  footer?: ReactNode;
  className?: string;
  label?: string;
}

/** A bordered section, with a head of 40 px or none; panels are never nested. */
export function Panel(props: PanelProps) {
  const { title, note, actions, children, flush, footer, className = '', label } = props;
  return (
    <section className={`r-panel ${className}`} aria-label={label}>
      {title !== undefined && (
        <PanelHead title={title} note={note}>
          {actions}
        </PanelHead>
      )}
      <div className={flush ? undefined : 'r-panel__body'}>{children}</div>
      {footer !== undefined && <div className="r-panel__foot">{footer}</div>}
    </section>
  );
}

export function PanelHead(props: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  const { title, note, children } = props;
  return (
    <div className="r-panel__head">
      <h2>{title}</h2>
      {note !== undefined && <span className="r-note">{note}</span>}
      <div className="r-panel__actions">{children}</div>
    </div>
  );
}

export interface KeyValue {
  key: string;
  label: ReactNode;
  value: ReactNode;
  strong?: boolean;
  /** One step in: a part of the row above. */
  indent?: boolean;
}

/** Label left, value right; the list of a side column or of a sheet. */
export function KeyValues({ rows }: { rows: readonly (KeyValue | null | false)[] }) {
  return (
    <dl className="r-keys">
      {rows.map((row) =>
        row ? (
          <div
            key={row.key}
            className={`r-keys__row${row.strong ? ' r-keys__row--strong' : ''}${row.indent ? ' r-keys__row--indent' : ''}`}
          >
            <dt>{row.label}</dt>
            <dd>{row.value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** The one right column of a page; it never holds the primary act. */
export function SideColumn({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const t = useTranslate();
  return (
    <aside className={wide ? 'r-side r-side--wide' : 'r-side'} aria-label={t('common.side')}>
      {children}
    </aside>
  );
}

export function SideSection(props: { title: ReactNode; link?: ReactNode; children: ReactNode }) {
  return (
    <section className="r-side__section">
      <div className="r-side__head">
        <h2>{props.title}</h2>
        <span>{props.link}</span>
      </div>
      {props.children}
    </section>
  );
}

export interface Tile {
  key: string;
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
}

/** Figures side by side in one panel, divided by lines. */
export function Tiles({ tiles, footer }: { tiles: readonly Tile[]; footer?: ReactNode }) {
  return (
    <div className="r-panel">
      <dl className="r-tiles">
        {tiles.map((tile) => (
          <div key={tile.key}>
            <dt>{tile.label}</dt>
            <dd className="r-tiles__value">{tile.value}</dd>
            {tile.note !== undefined && <dd className="r-tiles__note">{tile.note}</dd>}
          </div>
        ))}
      </dl>
      {footer}
    </div>
  );
}
