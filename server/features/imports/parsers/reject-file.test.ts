import { describe, expect, it } from 'vitest';
import { rejectReasons } from '#domain/rejects.ts';
import { csvLine, neutraliseFormula } from '#domain/spreadsheet-text.ts';
import { writeRejectFile } from './reject-file.ts';
import type { RejectRecord } from './reject-file.ts';
import { rejectLabels } from './reject-labels.ts';

async function write(
  rejects: RejectRecord[],
  headers: string[],
  language: 'zh' | 'en',
): Promise<string> {
  let text = '';
  for await (const piece of writeRejectFile(rejects, headers, rejectLabels[language]))
    text += piece;
  return text;
}

describe('the reject file', () => {
  const reject: RejectRecord = {
    rowNo: 14,
    header: '受理时间',
    reasonKey: 'rejects.notTime',
    args: { text: '2026/13/45' },
    original: ['T1', '=HYPERLINK("http://127.0.0.1/x","点我")'],
  };

  it('names row, column and reason before the row itself, in both languages', async () => {
    expect(await write([reject], ['工单号', '返回信息'], 'zh')).toBe(
      '\ufeff行号（手机号码已脱敏，重新导入前请按工单补全）,列,原因,工单号,返回信息\r\n' +
        `14,受理时间,不是有效的时间：2026/13/45,T1,"'=HYPERLINK(""http://127.0.0.1/x"",""点我"")"\r\n`,
    );
    expect(await write([reject], [], 'en')).toContain(
      ',Column,Reason,Original\r\n14,受理时间,Not a valid time: 2026/13/45,',
    );
  });

  it('shows a reason it has no words for by its key', async () => {
    expect(await write([{ ...reject, reasonKey: 'rejects.new' }], ['a', 'b'], 'en')).toContain(
      ',rejects.new,',
    );
  });

  it('has words for every reason in both languages, and asks for the same arguments', () => {
    const argsOf = (template: string): string[] => template.match(/\{\w+\}/gu)?.sort() ?? [];
    for (const reason of rejectReasons) {
      const [zh, en] = [rejectLabels.zh.reasons[reason], rejectLabels.en.reasons[reason]];
      expect(zh).not.toBe('');
      expect(argsOf(zh)).toEqual(argsOf(en));
    }
  });
});

describe('neutraliseFormula', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\t=1',
    '\rx',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '  =1',
    '"=1',
    '\n=1',
  ])('puts an apostrophe before %j', (cell) => {
    expect(neutraliseFormula(cell)).toBe(`'${cell}`);
  });

  it('takes NUL out, wherever it hides a formula', () => {
    expect(neutraliseFormula('\u0000=1')).toBe("'=1");
    expect(neutraliseFormula('a\u0000b')).toBe('ab');
  });

  it.each(['a=1', '2026-10-01', '词', '', '1-2'])('leaves %j', (cell) => {
    expect(neutraliseFormula(cell)).toBe(cell);
  });
});

describe('csvLine', () => {
  it('quotes what needs it', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ''])).toBe('a,"b,c","d""e","f\ng",\r\n');
  });
});
