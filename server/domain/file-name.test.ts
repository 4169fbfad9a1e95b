import { describe, expect, it } from 'vitest';
import { endingOf, safeFileName } from './file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\lin\\抢修 记录.pdf', '抢修 记录.pdf'],
    ['a<b>:"|?*.txt', 'ab.txt'],
    ['evil\u202Efdp.exe', 'evilfdp.exe'],
    ['two   spaces\u00A0here.txt', 'two spaces here.txt'],
    [' ..hidden. ', 'hidden'],
    ['e\u0301.txt', '\u00E9.txt'],
    ['line\nbreak.txt', 'linebreak.txt'],
    ['.gitignore', 'gitignore'],
    ['archive.tar.gz', 'archive.tar.gz'],
  ])('%j is kept as %j', (sent, kept) => {
    expect(safeFileName(sent)).toBe(kept);
  });

  it.each(['', '/', '...', ' . ', '\u0000\u202E', 'a/'])(
    'is none where %j leaves nothing',
    (sent) => {
      expect(safeFileName(sent)).toBeNull();
    },
  );

  it('is not longer than 120 characters, and keeps its ending', () => {
    expect(safeFileName(`${'补'.repeat(200)}.pdf`)).toBe(`${'补'.repeat(116)}.pdf`);
    expect(safeFileName('a'.repeat(200))).toBe('a'.repeat(120));
    expect(safeFileName('😀'.repeat(130))).toBe('😀'.repeat(120));
    expect(safeFileName(`a.${'b'.repeat(118)}`)).toBe(`a.${'b'.repeat(118)}`);
    expect(safeFileName(`a.${'b'.repeat(119)}`)).toBeNull();
  });

  it('has an ending in small letters, or none', () => {
    expect(endingOf('Report.PDF')).toBe('pdf');
    expect(endingOf('archive.tar.gz')).toBe('gz');
    expect(endingOf('README')).toBe('');
    expect(endingOf('odd.123456789')).toBe('');
    expect(endingOf('odd.补')).toBe('');
  });
});
