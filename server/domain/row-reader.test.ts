import { describe, expect, it } from 'vitest';
import { areaCodeOf, createRowReader, createZoneBook, readTime } from './row-reader.ts';
import type { RowReader } from './row-reader.ts';
import { createZone } from './time.ts';

const shanghai = createZone('Asia/Shanghai');

/** What a method reads from a cell, and what it has against it. */
function read<T>(cell: string | undefined, how: (reader: RowReader) => T) {
  const reader = createRowReader(cell === undefined ? {} : { x: cell });
  const value = how(reader);
  return { value, faults: reader.rejects.map(({ reasonKey, args }) => [reasonKey, args]) };
}
const fine = <T>(value: T) => ({ value, faults: [] });
const faulty = <T>(value: T, reason: string, args: object = {}) => ({
  value,
  faults: [[reason, args]],
});

describe('a cell', () => {
  it('is text without white space around it, of a length', () => {
    const text = (cell?: string) => read(cell, (r) => r.text('x', 3));
    expect(text(' ab ')).toEqual(faulty('', 'rejects.tooLong', { max: 3 }));
    expect(text(' a ')).toEqual(fine('a'));
    expect(text('abc')).toEqual(fine('abc'));
    expect(text('  ')).toEqual(faulty('', 'rejects.required'));
    expect(text()).toEqual(faulty('', 'rejects.required'));
    expect(text('a\u0000')).toEqual(faulty('', 'rejects.badCharacter'));
    expect(read(' ', (r) => r.optionalText('x', 3))).toEqual(fine(null));
    expect(read(undefined, (r) => r.rawText('x', 3))).toEqual(fine(''));
    expect(read('\ud800', (r) => r.rawText('x', 3))).toEqual(faulty('', 'rejects.badCharacter'));
  });

  it('has one fault, the first that was found', () => {
    const reader = createRowReader({ x: '' });
    reader.text('x', 3);
    reader.reject('x', 'rejects.notCode');
    reader.reject('y', 'rejects.refused', { why: 1 });
    expect(reader.rejects).toEqual([
      { column: 'x', reasonKey: 'rejects.required', args: {} },
      { column: 'y', reasonKey: 'rejects.refused', args: { why: 1 } },
    ]);
  });

  it('is a code of letters, digits and some marks', () => {
    const code = (cell: string) => read(cell, (r) => r.code('x', 20));
    for (const good of ['A1', '6_0.1:2/3-4', '套餐', '9']) expect(code(good)).toEqual(fine(good));
    for (const bad of ['-a', 'a b', 'a,b', '_a', 'a;'])
      expect(code(bad)).toEqual(faulty('', 'rejects.notCode', { text: bad }));
  });

  it('is a whole number between two others', () => {
    const number = (cell: string) => read(cell, (r) => r.integer('x', 2, 10));
    expect(number('2')).toEqual(fine(2));
    expect(number('10')).toEqual(fine(10));
    for (const bad of ['1', '11', '-3', '2.5', '1e1', '0x3', '9'.repeat(16), 'x3', '3x'])
      expect(number(bad)).toEqual(faulty(2, 'rejects.notInteger', { text: bad, min: 2, max: 10 }));
    expect(read('2147483647', (r) => r.integer('x'))).toEqual(fine(2_147_483_647));
    expect(read('2147483648', (r) => r.integer('x')).value).toBe(0);
    expect(read('0', (r) => r.integer('x'))).toEqual(fine(0));
  });

  it('is a fee, a number of a line or an area', () => {
    expect(read('3.50', (r) => r.feeFen('x'))).toEqual(fine(350));
    expect(read('free', (r) => r.feeFen('x'))).toEqual(
      faulty(0, 'rejects.notFee', { text: 'free' }),
    );
    expect(read('170 9780 9404', (r) => r.msisdn('x'))).toEqual(fine('+8617097809404'));
    expect(read('12', (r) => r.msisdn('x'))).toEqual(
      faulty('', 'rejects.notMsisdn', { text: '12' }),
    );
    expect(read('330100', (r) => r.areaCode('x'))).toEqual(fine('330100'));
    expect(read('030100', (r) => r.areaCode('x')).value).toBe('');
    expect(['330100', '33010', '3301000', 'a30100', '330100x'].map(areaCodeOf)).toEqual([
      '330100',
      ...[null, null, null, null],
    ]);
  });

  it('is quoted short, and without numbers of customers', () => {
    const { faults } = read(`${'长'.repeat(60)}17097809404`, (r) => r.word('x', () => null, 'y'));
    expect(faults).toEqual([['rejects.tooLong', { max: 60 }]]);
    expect(read('17097809404', (r) => r.date('x')).faults).toEqual([
      ['rejects.notDate', { text: '170****9404' }],
    ]);
    const long = '补'.repeat(100);
    expect(read(long, (r) => r.code('x', 200)).faults).toEqual([]);
    expect(read(`${long};`, (r) => r.code('x', 200)).faults).toEqual([
      ['rejects.notCode', { text: '补'.repeat(60) }],
    ]);
  });
});

describe('a date', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026/1/2', '2026-01-02'],
    ['2026-1-2', '2026-01-02'],
    ['2028-02-29', '2028-02-29'],
  ])('%j is %s', (cell, date) => {
    expect(read(cell, (r) => r.date('x'))).toEqual(fine(date));
    expect(read(cell, (r) => r.optionalDate('x'))).toEqual(fine(date));
  });

  it.each(['2026-02-29', '2026/1-2', '26-1-2', '2026-13-01', '2026-11-22 10:00', 'x2026-11-22'])(
    'is not %j',
    (cell) => {
      expect(read(cell, (r) => r.date('x'))).toEqual(
        faulty('1970-01-01', 'rejects.notDate', { text: cell }),
      );
    },
  );

  it('may be missing where it may', () => {
    expect(read(' ', (r) => r.optionalDate('x'))).toEqual(fine(null));
    expect(read('', (r) => r.date('x'))).toEqual(faulty('1970-01-01', 'rejects.required'));
  });
});

describe('a time', () => {
  it.each([
    ['2026-08-01T01:05Z', Date.UTC(2026, 7, 1, 1, 5)],
    ['2026-08-01T09:05:30+0800', Date.UTC(2026, 7, 1, 1, 5, 30)],
    ['2026-08-01T09:05:30.123456789+08:00', Date.UTC(2026, 7, 1, 1, 5, 30, 123)],
    ['2026-08-01T00:05-01:00', Date.UTC(2026, 7, 1, 1, 5)],
    ['2026-8-1 9:05:07', Date.UTC(2026, 7, 1, 1, 5, 7)],
    ['2026/08/01T09:05', Date.UTC(2026, 7, 1, 1, 5)],
  ])('%j is %i', (text, at) => {
    expect(readTime(text, shanghai)).toBe(at);
    expect(read(text, (r) => r.optionalTime('x', shanghai))).toEqual(fine(at));
  });

  it.each([
    '2026-08-01T25:05Z',
    '2026-08-01T01:05:61Z',
    '2026-08-01T01:05:30.1234567890Z',
    '2026-13-01T01:05Z',
    '2026/08-01 09:05',
    '2026-08-01 24:61',
    '2026-08-01 9:5',
    ' 2026-08-01 09:05',
    '2026-08-01T01:05Zx',
    '20260801T0105Z',
  ])('is not %j', (text) => {
    expect(readTime(text, shanghai)).toBe('rejects.notTime');
  });

  it('is refused with the zone it was read in', () => {
    expect(read('noon', (r) => r.time('x', shanghai))).toEqual(
      faulty(0, 'rejects.notTime', { text: 'noon', zone: 'Asia/Shanghai' }),
    );
    expect(read(' ', (r) => r.time('x', shanghai))).toEqual(faulty(0, 'rejects.required'));
    expect(read('', (r) => r.optionalTime('x', shanghai))).toEqual(fine(null));
  });
});

describe('a zone', () => {
  const zones = createZoneBook();

  it('is the one of its cell, else the fallback', () => {
    expect(read('Asia/Tokyo', (r) => r.zone('x', shanghai, zones).name)).toEqual(
      fine('Asia/Tokyo'),
    );
    expect(read('', (r) => r.zone('x', shanghai, zones))).toEqual(fine(shanghai));
    expect(read('Mars/Base', (r) => r.zone('x', shanghai, zones))).toEqual(
      faulty(shanghai, 'rejects.notZone', { text: 'Mars/Base' }),
    );
  });

  it('is made once for a file', () => {
    expect(zones('Asia/Tokyo')).toBe(zones('Asia/Tokyo'));
    expect([zones('Mars/Base'), zones('Mars/Base')]).toEqual([null, null]);
  });
});

describe('words', () => {
  const lookup = (word: string) => (/^[a-c]$/u.test(word) ? word.toUpperCase() : null);

  it('stand for something, or are unknown', () => {
    expect(read('b', (r) => r.word('x', lookup, 'Z'))).toEqual(fine('B'));
    expect(read('q', (r) => r.word('x', lookup, 'Z'))).toEqual(
      faulty('Z', 'rejects.unknownWord', { text: 'q' }),
    );
  });

  it('of a list are distinct and in order, with a most', () => {
    const list = (cell: string, required = true) =>
      read(cell, (r) => r.list('x', lookup, { required, max: 2, reason: 'rejects.notCode' }));
    expect(list('c| a|c')).toEqual(faulty(['C', 'A'], 'rejects.tooMany', { max: 2 }));
    expect(list('c ｜a')).toEqual(fine(['C', 'A']));
    expect(list('a||')).toEqual(fine(['A']));
    expect(list('')).toEqual(faulty([], 'rejects.required'));
    expect(list('|')).toEqual(faulty([], 'rejects.required'));
    expect(list('', false)).toEqual(fine([]));
    expect(list('a|q')).toEqual(faulty(['A'], 'rejects.notCode', { text: 'q' }));
  });
});
