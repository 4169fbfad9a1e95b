import { describe, expect, it } from 'vitest';
import { csvOf, tableOf } from './twin.tsx';

describe('the table of a chart', () => {
  it('goes to a file as raw figures, and no text of it runs as a formula', () => {
    const file = csvOf({
      columns: [
        { key: 'name', label: '=cmd' },
        { key: 'n', label: 'Cases', numeric: true },
      ],
      rows: [
        { name: '＋SUM(A1)', n: { text: '1,204', raw: 1204 } },
        { name: 'a "b", c', n: { text: '−3', raw: -3 } },
        { name: '@x' },
      ],
    });
    expect(file.split('\r\n')).toEqual([
      "'=cmd,Cases",
      "'＋SUM(A1),1204",
      '"a ""b"", c",-3',
      "'@x,",
      '',
    ]);
  });

  it('links a figure to its list where there is one', () => {
    const { rows } = tableOf({
      columns: [{ key: 'n', label: 'Cases' }],
      rows: [{ n: { text: '3', to: '/cases?filter=1' } }, { n: '0' }],
    });
    expect(rows[0]?.['n']).toMatchObject({ props: { to: '/cases?filter=1', children: '3' } });
    expect(rows[1]?.['n']).toBe('0');
  });
});
