import { describe, expect, it } from 'vitest';
import { csvCell, csvLine, neutraliseFormula } from './spreadsheet-text.ts';

describe('a cell that a spreadsheet would run', () => {
  it.each([
    '=1+1',
    '+86',
    '-1',
    '@SUM(A1)',
    ' =1',
    '\t1',
    '\r1',
    '\n1',
    '＝1',
    '＠a',
    '"=1',
    "'+1",
  ])('is made text: %j', (cell) => {
    expect(neutraliseFormula(cell)).toBe(`'${cell}`);
  });

  it.each(['补偿', 'a=b', '1-2', '', '3.5', 'mail@host'])('is not %j', (cell) => {
    expect(neutraliseFormula(cell)).toBe(cell);
  });

  it('never lets NUL out', () => {
    expect(neutraliseFormula('a\u0000b\u0000')).toBe('ab');
    expect(neutraliseFormula('\u0000=1')).toBe("'=1");
  });
});

describe('a cell of a CSV', () => {
  it('keeps identifiers digit by digit', () => {
    expect(csvCell('007')).toBe("'007");
    expect(csvCell('123456789012')).toBe("'123456789012");
    expect(csvCell('12345678901')).toBe('12345678901');
    expect(csvCell('0')).toBe('0');
  });

  it('is quoted where it holds a mark of the format', () => {
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('say "no"')).toBe('"say ""no"""');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('=a;b')).toBe('"\'=a;b"');
  });

  it('leaves plain words as they are', () => {
    for (const cell of ['', '上网（4G）', 'plan_a 1.0', '-', '9']) {
      expect(csvCell(cell)).toBe(cell === '-' ? "'-" : cell);
    }
  });
});

it('a line of a CSV ends as RFC 4180 says', () => {
  expect(csvLine(['a', 'b,c', '=1', '007', 'x"y'])).toBe('a,"b,c",\'=1,007,"x""y"\r\n');
  expect(csvLine([])).toBe('\r\n');
});
