import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { OutageRevision, OutageShow, OutageTimeframe } from '#contract/outages.ts';
import { outageFactKeys } from '#domain/outage-facts.ts';
import { Button, Panel, When, useUrlState } from '../components/index.ts';
import { weightedHours, weightedText } from '../weights/measure.ts';
import { useFactText } from './Changes.tsx';
import { barsOf, pictureOf, sumOf } from './picture.ts';

interface CompareProps {
  outage: OutageShow;
  timeframe: OutageTimeframe | undefined;
  causeName: (code: string) => string;
}

/** Two revisions side by side: what differs first, and what it weighs. */
export function CompareRevisions({ outage, timeframe, causeName }: CompareProps) {
  const t = useTranslate();
  const { revisions } = outage;
  const [left, setLeft] = useUrlState('left', String(outage.revision - 1));
  const [right, setRight] = useUrlState('right', String(outage.revision));
  const at = (no: string) => revisions.find(({ revision }) => String(revision) === no);
  const a = at(left);
  const b = at(right);
  if (revisions.length < 2 || a === undefined || b === undefined) return null;
  const choose = (value: string, label: string, set: (no: string) => void) => (
    <select value={value} aria-label={label} onChange={(event) => set(event.target.value)}>
      {revisions.map(({ revision }) => (
        <option key={revision} value={String(revision)}>
          {t('outages.compare.from', { revision })}
        </option>
      ))}
    </select>
  );
  return (
    <Panel
      title={t('outages.compare.title')}
      note={t('outages.compare.note')}
      flush
      className="o-compare"
    >
      <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.compare.title')}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('outages.compare.fact')}</th>
              <th scope="col">
                {choose(left, t('outages.compare.left'), setLeft)} <Author of={a} />
              </th>
              <th scope="col">
                {choose(right, t('outages.compare.right'), setRight)} <Author of={b} />
              </th>
            </tr>
          </thead>
          <FactRows a={a} b={b} zone={outage.zone} causeName={causeName}>
            <WeightedRow a={a} b={b} timeframe={timeframe} />
          </FactRows>
        </table>
      </div>
    </Panel>
  );
}

function Author({ of }: { of: OutageRevision }) {
  return (
    <span className="r-note">
      {of.createdByName} <When at={of.createdAt} />
    </span>
  );
}

interface FactRowsProps {
  a: OutageRevision;
  b: OutageRevision;
  zone: string;
  causeName: (code: string) => string;
  children: ReactNode;
}

function FactRows({ a, b, zone, causeName, children }: FactRowsProps) {
  const t = useTranslate();
  const text = useFactText(zone, causeName);
  const [all, setAll] = useState(false);
  const rows = outageFactKeys.map((key) => ({
    key,
    left: text(key, a.facts[key]),
    right: text(key, b.facts[key]),
    differs: JSON.stringify(a.facts[key] ?? null) !== JSON.stringify(b.facts[key] ?? null),
  }));
  const differing = rows.filter(({ differs }) => differs);
  const same = rows.filter(({ differs, left }) => !differs && left !== '–');
  const row = ({ key, left, right, differs }: (typeof rows)[number]) => (
    <tr key={key} className={differs ? 'o-compare__differs' : ''}>
      <th scope="row">{t(`resources.outages.fields.${key}`)}</th>
      <td>{left}</td>
      <td>{differs ? <strong>{right}</strong> : right}</td>
    </tr>
  );
  return (
    <>
      <tbody>
        {differing.length === 0 && (
          <tr>
            <td colSpan={3}>{t('outages.compare.identical')}</td>
          </tr>
        )}
        {differing.map(row)}
        {children}
      </tbody>
      <tbody className="o-compare__same">
        <tr>
          <td colSpan={3}>
            <Button kind="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {t('outages.compare.same', { smart_count: same.length })}
            </Button>
          </td>
        </tr>
        {all && same.map(row)}
      </tbody>
    </>
  );
}

/** What a full line's exposure weighs under either revision; left out while one has no end. */
function WeightedRow(props: Pick<FactRowsProps, 'a' | 'b'> & Pick<CompareProps, 'timeframe'>) {
  const { a, b, timeframe } = props;
  const t = useTranslate();
  if (timeframe === undefined) return null;
  const weighed = [a, b].map(({ facts }) => {
    const needs = {
      ...{ zone: facts.zone, bands: timeframe.profile.bands, calendar: timeframe.calendar },
    };
    const picture = facts.endedAt === null ? null : pictureOf(needs, barsOf(facts, facts.endedAt));
    if (picture === null || picture.pieces.length === 0) return null;
    return sumOf(picture.pieces).weightedPerMilleSeconds;
  });
  const shown = (sum: number | null | undefined) =>
    sum === null || sum === undefined ? (
      '–'
    ) : (
      <>
        {weightedText(sum)} <span className="r-note">{t('weights.pieces.unit')}</span> ={' '}
        {weightedHours(sum)} <span className="r-unit">h</span>
      </>
    );
  if (weighed.every((sum) => sum === null)) return null;
  const differs = weighed[0] !== weighed[1];
  return (
    <tr className={differs ? 'o-compare__differs' : ''}>
      <th scope="row">{t('outages.table.weighted')}</th>
      <td>{shown(weighed[0])}</td>
      <td>{differs ? <strong>{shown(weighed[1])}</strong> : shown(weighed[1])}</td>
    </tr>
  );
}
