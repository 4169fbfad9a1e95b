import { useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useSetCrumb } from '../layout/crumbs.ts';
import { ColumnsPlaceContext } from './columns-place.ts';

interface PageProps {
  children: ReactNode;
  /** A <SideColumn>; below 1100 px it follows the page. */
  side?: ReactNode;
  /** Up to 800 px for documents and forms, 1440 px otherwise. */
  width?: 'full' | 'document';
  /** Lists stand on the surface colour, everything else on the ground. */
  ground?: 'bg' | 'surface';
}

/** The main column and, where given, the one right column. */
export function Page({ children, side, width = 'full', ground = 'bg' }: PageProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <ColumnsPlaceContext value={{ place, setPlace }}>
      <div className={`r-page r-page--on-${ground}${side === undefined ? '' : ' r-page--sided'}`}>
        <div className={`r-page__main r-page__main--${width}`}>{children}</div>
        {side}
      </div>
    </ColumnsPlaceContext>
  );
}

interface PageHeadProps {
  title: ReactNode;
  /** Plain text for the document's title and the breadcrumb, when `title` is no text. */
  name?: string;
  /** Tags and small type beside the title. */
  tags?: ReactNode;
  /** Second line: facts divided by hairlines. */
  facts?: readonly ReactNode[];
  actions?: ReactNode;
  /** False on a list or another page that the rail itself names. */
  crumb?: boolean;
}

export function PageHead({ title, name, tags, facts = [], actions, crumb = true }: PageHeadProps) {
  const t = useTranslate();
  const text = name ?? (typeof title === 'string' ? title : '');
  useSetCrumb(crumb ? text : '');
  useEffect(() => {
    if (text !== '') document.title = `${text} · ${t('shell.product')}`;
  }, [text, t]);
  const shown = facts.filter((fact) => fact !== null && fact !== undefined && fact !== false);
  return (
    <header className={crumb ? 'r-head' : 'r-head r-head--listed'}>
      <div className="r-head__row">
        <h1>{title}</h1>
        {tags !== undefined && <div className="r-head__tags">{tags}</div>}
        {actions !== undefined && <div className="r-head__actions">{actions}</div>}
      </div>
      {shown.length > 0 && (
        <ul className="r-facts">
          {shown.map((fact, index) => (
            <li key={index}>{fact}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

/** Acts that stand at the foot of the page on a phone, in the flow elsewhere. */
export function StickyActions({ children }: { children: ReactNode }) {
  return <div className="r-sticky">{children}</div>;
}
