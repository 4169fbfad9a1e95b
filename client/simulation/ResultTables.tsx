import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { SimulationResult } from '#contract/simulations.ts';
import { Num, Panel, formatNumber, useLocaleName } from '../components/index.ts';
import { Worth } from './worth.tsx';
import { bandText } from './bands.ts';

interface Part {
  key: string;
  name: ReactNode;
  lines: number;
  a: { valueFen: number };
  b: { valueFen: number } | null;
}

/** Who gains and who loses by class; the sums by plan type and area; who gets nothing, and why. */
export function ResultTables({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <>
      <Classes result={result} />
      <div className="s-pair">
        <Parts
          result={result}
          title={t('simulation.tables.plans')}
          head={t('simulation.tables.plan')}
          parts={result.byPlanType.map((part) => ({
            ...part,
            key: part.planType,
            name: t(`compensation.planType.${part.planType}`),
          }))}
        />
        <Reasons result={result} />
      </div>
      <Parts
        result={result}
        title={t('simulation.tables.areas')}
        head={t('simulation.tables.area')}
        parts={result.byArea.map((part) => ({
          ...part,
          key: part.code,
          name: locale === 'zh' ? part.nameZh : part.nameEn,
        }))}
      />
    </>
  );
}

function Classes({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const compares = result.b !== null;
  const title = t(compares ? 'simulation.tables.classes' : 'simulation.tables.classesAlone');
  const shown = result.classes.length;
  const note =
    shown < result.classCount
      ? t('simulation.tables.first', { shown, count: result.classCount })
      : t('simulation.tables.classesNote');
  return (
    <Panel title={title} note={note} flush>
      <div className="r-scroll s-tall" tabIndex={0} role="region" aria-label={title}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('simulation.tables.plan')}</th>
              <th scope="col">{t('simulation.tables.payment')}</th>
              <th scope="col">{t('simulation.tables.fee')}</th>
              <th scope="col">{t('simulation.tables.left')}</th>
              <Right>{t('simulation.tables.count')}</Right>
              <Right>A {t('simulation.tables.perLine')}</Right>
              {compares && <Right>B {t('simulation.tables.perLine')}</Right>}
              {compares && <Right>{t('simulation.gains')}</Right>}
              {compares && <Right>{t('simulation.loses')}</Right>}
              <Right>
                {compares
                  ? `${t('simulation.tables.shift')} ${t('simulation.tables.sum')}`
                  : t('simulation.tables.sum')}
              </Right>
            </tr>
          </thead>
          <tbody>
            {result.classes.map((one, index) => (
              <ClassRow key={index} result={result} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const Right = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="r-right">
    {children}
  </th>
);

type ClassOf = SimulationResult['classes'][number];

function ClassRow({ result, one }: { result: SimulationResult; one: ClassOf }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const money = { currency: result.currency, exponent: result.exponent };
  const { remainingBand: left, feeFen, perLine } = one;
  const { b } = perLine;
  const percent = (perMille: number) => `${formatNumber(perMille / 10, locale)}%`;
  return (
    <tr>
      <td>{t(`compensation.planType.${one.planType}`)}</td>
      <td>{t(`compensation.paymentType.${one.paymentType}`)}</td>
      <td className="r-num">
        {bandText(feeFen.from, feeFen.until, (fen) =>
          formatNumber(fen / 10 ** result.exponent, locale),
        )}
      </td>
      <td className="r-num">
        {'special' in left
          ? t(`simulation.special.${left.special}`)
          : bandText(left.fromPerMille, left.toPerMille, percent)}
      </td>
      <td className="r-right">
        <Num value={one.lines} />
      </td>
      <td className="r-right">
        <PerLine money={money} side={perLine.a} />
      </td>
      {b !== null && (
        <>
          <td className="r-right">
            <PerLine money={money} side={b} />
          </td>
          <td className="r-right">
            <Num value={one.gains} />
          </td>
          <td className="r-right">
            <Num value={one.loses} />
          </td>
        </>
      )}
      <td className="r-right">
        {one.bValueFen === null ? (
          <Worth {...money} value={one.aValueFen} />
        ) : (
          <Worth {...money} value={one.bValueFen - one.aValueFen} signed />
        )}
      </td>
    </tr>
  );
}

/** What each line gets, or why it gets nothing. */
function PerLine(props: {
  money: { currency: string; exponent: number };
  side: ClassOf['perLine']['a'];
}) {
  const t = useTranslate();
  const { reason, valueFen } = props.side;
  if (reason !== null)
    return <span className="r-muted">{t(`compensation.exclusion.${reason}`, { _: reason })}</span>;
  return <Worth {...props.money} value={valueFen} />;
}

function Parts(props: {
  result: SimulationResult;
  title: string;
  head: string;
  parts: readonly Part[];
}) {
  const { result, title, head, parts } = props;
  const t = useTranslate();
  const money = { currency: result.currency, exponent: result.exponent };
  const compares = result.b !== null;
  return (
    <Panel title={title} flush>
      <div className="r-scroll s-tall" tabIndex={0} role="region" aria-label={title}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <Right>{t('simulation.tables.count')}</Right>
              <Right>A</Right>
              {compares && <Right>B</Right>}
              {compares && <Right>{t('simulation.tables.shift')}</Right>}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ key, name, lines, a, b }) => (
              <tr key={key}>
                <td>{name}</td>
                <td className="r-right">
                  <Num value={lines} />
                </td>
                <td className="r-right">
                  <Worth {...money} value={a.valueFen} />
                </td>
                {b !== null && (
                  <>
                    <td className="r-right">
                      <Worth {...money} value={b.valueFen} />
                    </td>
                    <td className="r-right">
                      <Worth {...money} value={b.valueFen - a.valueFen} signed />
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Reasons({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const { a, b } = result;
  const linesOf = (side: typeof a, reason: string) =>
    side.exclusions.find((one) => one.reason === reason)?.lines ?? 0;
  const reasons = [
    ...new Set([...a.exclusions, ...(b?.exclusions ?? [])].map(({ reason }) => reason)),
  ].sort();
  const title = t('simulation.tables.excluded');
  return (
    <Panel title={title} flush>
      <div className="r-scroll s-tall" tabIndex={0} role="region" aria-label={title}>
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('simulation.tables.reason')}</th>
              <Right>A</Right>
              {b !== null && <Right>B</Right>}
            </tr>
          </thead>
          <tbody>
            {reasons.map((reason) => (
              <tr key={reason}>
                <td>{t(`compensation.exclusion.${reason}`, { _: reason })}</td>
                <td className="r-right">
                  <Num value={linesOf(a, reason)} />
                </td>
                {b !== null && (
                  <td className="r-right">
                    <Num value={linesOf(b, reason)} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
