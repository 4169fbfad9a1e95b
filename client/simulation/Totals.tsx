import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { SimulationResult } from '#contract/simulations.ts';
import type { Benefit } from '#domain/policy-types.ts';
import { DataAmount, Num, Panel, Tiles, When } from '../components/index.ts';
import { Change, Worth } from './worth.tsx';

type Side = SimulationResult['a'];

/** The outage and whom it hit; A and B side by side; who gains and who loses. */
export function Totals({ result }: { result: SimulationResult }) {
  return (
    <>
      <About result={result} />
      {result.b !== null && <Shifts result={result} b={result.b} />}
      <Columns result={result} />
    </>
  );
}

function About({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const { outage, ownBatches } = result;
  const title = outage.title === '' ? t('simulation.drawnTitle') : outage.title;
  const at = (value: number) => <When at={value} zone={outage.zone} />;
  return (
    <div className="s-about">
      <h2>
        {outage.id === null ? (
          title
        ) : (
          <Link to={`/outages/${outage.id}/show`}>
            {outage.number} {title}
          </Link>
        )}
      </h2>
      <ul className="r-facts">
        <li>
          {at(outage.startedAt)} – {at(outage.endedAt)}
          {outage.asOfNow && ` · ${t('simulation.openAsOfNow')}`}
        </li>
        <li>
          {t('simulation.affected')} <Num value={result.affectedLines} />
        </li>
        <li>
          {t('simulation.snapshot')} <When at={result.snapshotAsOfAt} />
        </li>
        {ownBatches.length > 0 && (
          <li>
            {t('simulation.aside', {
              smart_count: ownBatches.length,
              numbers: ownBatches.join(', '),
            })}
          </li>
        )}
      </ul>
    </div>
  );
}

function Shifts({ result, b }: { result: SimulationResult; b: Side }) {
  const t = useTranslate();
  const { a, gains, loses, unchanged } = result;
  const money = { currency: result.currency, exponent: result.exponent };
  const lines = (count: number) => t('simulation.lines', { smart_count: count });
  return (
    <Tiles
      tiles={[
        {
          key: 'difference',
          label: t('simulation.side.difference'),
          value: <Worth {...money} value={b.valueFen - a.valueFen} signed />,
        },
        {
          key: 'gains',
          label: t('simulation.gains'),
          value: <Num value={gains.lines} />,
          note: <Worth {...money} value={gains.valueFen} signed />,
        },
        {
          key: 'loses',
          label: t('simulation.loses'),
          value: <Num value={loses.lines} />,
          note: <Worth {...money} value={loses.valueFen} signed />,
        },
        {
          key: 'unchanged',
          label: t('simulation.unchanged'),
          value: <Num value={unchanged} />,
          note: lines(result.affectedLines),
        },
      ]}
    />
  );
}

interface Figure {
  key: string;
  label: string;
  of(side: Side): number;
  show(value: number): ReactNode;
  change(value: number): ReactNode;
}

function useFigures(result: SimulationResult): Figure[] {
  const t = useTranslate();
  const money = { currency: result.currency, exponent: result.exponent };
  const count = (key: string, of: Figure['of'], unit = ''): Figure => ({
    key,
    label: t(`simulation.row.${key}`),
    of,
    show: (value) => <Num value={value} {...(unit === '' ? {} : { unit })} />,
    change: (value) => <Change value={value} unit={unit} />,
  });
  const worth = (key: string, of: Figure['of']): Figure => ({
    key,
    label: t(`simulation.row.${key}`),
    of,
    show: (value) => <Worth {...money} value={value} />,
    change: (value) => <Worth {...money} value={value} signed />,
  });
  const hits = (list: Side['capsHit']['month']) => list.reduce((n, { lines }) => n + lines, 0);
  const amount = (benefit: Benefit) => (side: Side) => side.amounts[benefit];
  const data: Figure = {
    ...count('data', amount('data'), 'MB'),
    show: (value) => <DataAmount mb={value} exact />,
  };
  const figures = [
    worth('value', ({ valueFen }) => valueFen),
    worth('mean', ({ valueFen, lines }) => (lines === 0 ? 0 : Math.round(valueFen / lines))),
    count('lines', ({ lines }) => lines),
    data,
    count('voice', amount('voice'), t('simulation.minutes')),
    count('validity', amount('validity'), t('simulation.days')),
    worth('money', amount('money')),
    count('excluded', ({ excluded }) => excluded),
    count('capEpisode', ({ capsHit }) => hits(capsHit.episode)),
    count('capMonth', ({ capsHit }) => hits(capsHit.month)),
  ];
  const always = new Set(['value', 'lines', 'excluded', 'capEpisode', 'capMonth']);
  return figures.filter(
    ({ key, of }) =>
      always.has(key) || of(result.a) !== 0 || (result.b !== null && of(result.b) !== 0),
  );
}

/** One row a figure, one column a side. */
function Columns({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const figures = useFigures(result);
  const { a, b } = result;
  const zone = result.outage.zone;
  return (
    <Panel flush label={t('simulation.title')}>
      <div
        className="r-scroll s-whole"
        tabIndex={0}
        role="region"
        aria-label={t('simulation.title')}
      >
        <table className="r-table s-columns">
          <thead>
            <tr>
              <th scope="col" aria-label={t('simulation.setup')} />
              <Head letter="A" side={a} zone={zone} />
              {b !== null && <Head letter="B" side={b} zone={zone} />}
              {b !== null && (
                <th scope="col" className="r-right">
                  {t('simulation.side.difference')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {figures.map(({ key, label, of, show, change }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td className="r-right">{show(of(a))}</td>
                {b !== null && <td className="r-right">{show(of(b))}</td>}
                {b !== null && <td className="r-right">{change(of(b) - of(a))}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** What the side is: the version with its weights, and the time that counts under it. */
function Head({ letter, side, zone }: { letter: string; side: Side; zone: string }) {
  const t = useTranslate();
  const name = side.name === '' ? t('simulation.draft') : side.name;
  return (
    <th scope="col" className="r-right">
      <span className="s-letter">{letter}</span>{' '}
      {side.policyId === null ? name : <Link to={`/policies/${side.policyId}/show`}>{name}</Link>}
      {side.versionNo !== null && ` ${t('simulation.version', { version: side.versionNo })}`}
      <span className="r-note s-sub">
        {t('simulation.profile', {
          name: side.weightProfileName,
          version: side.weightProfileVersionNo,
        })}
      </span>
      <span className="r-note s-sub">
        <When at={side.countsFromAt} zone={zone} /> – <When at={side.countsUntilAt} zone={zone} />
      </span>
      {side.otherBatches > 0 && (
        <span className="r-note s-sub">
          {t('simulation.others', { smart_count: side.otherBatches })}
        </span>
      )}
    </th>
  );
}
