import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { BatchClass, BatchShow } from '#contract/compensation.ts';
import {
  LoadingShape,
  Num,
  formatFactor,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { explainStep, yuanText } from '../policies/explain.tsx';
import { useClasses } from './ClassesTab.tsx';
import { pivotOf, rangeOf } from './class-pivot.ts';
import type { PivotBand, PivotCell } from './class-pivot.ts';

/** How the sums came about: time and rate in one line, then who gets how much. */
export function HowComputed({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const classes = useClasses(record);
  if (classes.data === undefined) return <LoadingShape shape="rows" rows={4} />;
  return (
    <>
      <Formula classes={classes.data} record={record} />
      <PivotTable classes={classes.data} record={record} />
      <Others classes={classes.data} />
      <p className="b-only-narrow">
        <Link to={`/compensation-batches/${record.id}/show`}>
          {t('compensation.sheet.allLines', { lines: formatNumber(record.lineCount, locale) })}
        </Link>
      </p>
    </>
  );
}

const isBase = ({ key, benefit }: BatchClass['steps'][number]): boolean =>
  /^explain\.(counting|hours|rate)\b/.test(key) && (benefit === undefined || benefit === 'data');

/** `412.5 ÷ 60 = 6.875 h; 6.875 × 100 = 687.5 MB`: the same for every line of one episode. */
function Formula({ classes, record }: { classes: readonly BatchClass[]; record: BatchShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const example = classes.find(
    ({ eligible, benefits }) =>
      eligible && benefits.some(({ benefit, amount }) => benefit === 'data' && amount > 0),
  );
  const several = example?.steps.some(({ key }) => key === 'explain.episode') ?? true;
  const base = several ? [] : (example?.steps.filter(isBase) ?? []);
  const told = base.map((step) =>
    explainStep(step, t as (key: string, args?: object) => string, locale),
  );
  const sums = told.map(
    ({ expression, result, unit }) =>
      `${expression === '' ? '' : `${expression} = `}${`${result} ${unit}`.trim().replaceAll(' ', '\u00a0')}`,
  );
  return (
    <p>
      {sums.length > 0 &&
        `${sums.join(t('compensation.sheet.semicolon'))}${t('compensation.sheet.stop')}`}
      {t('compensation.sheet.then')}
      {record.factorPerMille !== 1000 &&
        t('compensation.sheet.batchFactor', { factor: formatFactor(record.factorPerMille) })}
    </p>
  );
}

function PivotTable({ classes, record }: { classes: readonly BatchClass[]; record: BatchShow }) {
  const t = useTranslate();
  const band = (from: string, to: string | null, open: boolean) =>
    t(`compensation.sheet.band.${to === null ? 'from' : open ? 'below' : 'between'}`, { from, to });
  const percent = (perMille: number) => `${perMille / 10}%`;
  const { bands, rows } = pivotOf(classes);
  if (rows.length === 0) return null;
  const head = ({ perMille }: PivotBand) =>
    perMille === null
      ? t('compensation.sheet.otherBand')
      : band(
          percent(perMille.from),
          perMille.to === null ? null : percent(perMille.to),
          perMille.from === 0,
        );
  return (
    <div className="b-pivot">
      <table>
        <caption className="r-hidden">{t('compensation.sheet.pivot')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('compensation.sheet.planAndFee')}</th>
            {bands.map((band) => (
              <th key={band.key} scope="col">
                {head(band)}
              </th>
            ))}
            <th scope="col">{t('compensation.field.lines')}</th>
            <th scope="col">MB</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.key}>
              <th scope="row">
                <span className={rows[index - 1]?.planType === row.planType ? 'b-pivot__same' : ''}>
                  {t(`compensation.planShort.${row.planType}`)}
                </span>{' '}
                {band(
                  yuanText(row.fee.fromFen),
                  row.fee.toFen === null ? null : yuanText(row.fee.toFen),
                  row.fee.fromFen === 0,
                )}
              </th>
              {row.cells.map((cell, column) => (
                <td key={bands[column]?.key}>
                  <Cell cell={cell} />
                </td>
              ))}
              <td>
                <Num value={row.lines} />
              </td>
              <td>
                <Num value={row.mb} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={bands.length + 1}>
              {t('compensation.sheet.total')}
            </th>
            <td>
              <Num value={record.lineCount} />
            </td>
            <td>
              <Num value={record.totalMb} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** `553 × 302`: lines, and what each gets. */
function Cell({ cell }: { cell: PivotCell | null }) {
  const locale = useLocaleName();
  if (cell === null) return <span className="r-ink-none">–</span>;
  return (
    <>
      {formatNumber(cell.lines, locale)}
      {cell.mb !== null && <span className="r-muted"> × {formatNumber(cell.mb, locale)}</span>}
    </>
  );
}

/** Minutes and days, which hang on the plan: a range where lines of a plan get different amounts. */
function Others({ classes }: { classes: readonly BatchClass[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const told = (['voice', 'bundle', 'data'] as const).flatMap((planType) => {
    const amounts = (['voice', 'validity'] as const).flatMap((benefit) => {
      const range = rangeOf(classes, planType, benefit);
      if (range === null) return [];
      const { from, to } = range;
      const amount =
        from === to
          ? formatNumber(from, locale)
          : `${formatNumber(from, locale)}–${formatNumber(to, locale)}`;
      return [t(`compensation.sheet.gives.${benefit}`, { amount, smart_count: to })];
    });
    if (amounts.length === 0) return [];
    const plan = t(`compensation.planType.${planType}`);
    return [
      t('compensation.sheet.each', { plan, amounts: amounts.join(t('compensation.sheet.and')) }),
    ];
  });
  if (told.length === 0) return null;
  return <p className="r-note">{told.join(t('compensation.sheet.semicolon'))}</p>;
}
