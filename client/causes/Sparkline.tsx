import { useTranslate } from 'ra-core';

const WIDTH = 72;
const HEIGHT = 20;

/** A trend as a small line; the figures stand in its name. */
export function Sparkline({ values, hot }: { values: readonly number[]; hot?: boolean }) {
  const t = useTranslate();
  const top = Math.max(1, ...values);
  const x = (index: number) => 1 + (index / Math.max(1, values.length - 1)) * (WIDTH - 2);
  const y = (value: number) => HEIGHT - 2 - (value / top) * (HEIGHT - 4);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const label = t('causes.trend14', { values: values.join(', ') });
  return (
    <svg
      className={hot === true ? 'u-spark u-spark--hot' : 'u-spark'}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <polyline points={points.join(' ')} />
    </svg>
  );
}
