import { describe, expect, it } from 'vitest';
import { compileMapping } from './classification.ts';
import type { MappingRule } from './classification.ts';
import { defaultMapping } from './default-mapping.ts';
import {
  compileTextPattern,
  matchesPattern,
  searchable,
  textPatternFault,
} from './text-pattern.ts';

const rule = (part: Partial<MappingRule>): MappingRule => ({
  sourceSystem: 'CRM',
  rawCode: null,
  textPattern: null,
  failureCode: 'UNK-00',
  priority: 1,
  ...part,
});
const raw = (sourceSystem: string, rawCode: string, rawText = '') => ({
  sourceSystem,
  rawCode,
  rawText,
});

describe('compileMapping', () => {
  const classify = compileMapping(defaultMapping);

  it('decides by system and code, whatever the text says', () => {
    for (const text of [
      '=HYPERLINK("http://127.0.0.1/x","点我")',
      '多行\n"引号",逗号',
      '死锁',
      '',
    ]) {
      expect(classify(raw('CRM', '0906', text)).failureCode).toBe('POL-01');
    }
    expect(classify(raw('PLAT', '5')).failureCode).toBe('TEC-07');
    expect(classify(raw('HLR', '5')).failureCode).toBe('UNK-00');
  });

  it.each(['0906', ' 0906\t', '="0906"', "'0906", '０９０６'])(
    'knows the code as spreadsheets write it: %j',
    (code) => {
      expect(classify(raw(' crm', code)).failureCode).toBe('POL-01');
    },
  );

  it('does not take 906 for 0906', () => {
    expect(classify(raw('CRM', '906')).failureCode).toBe('UNK-00');
  });

  it('falls back to the text for a code nobody mapped, and names the rule', () => {
    const result = classify(raw('XYZ', '77', 'ORA-00060: DEADLOCK detected'));
    expect(result.failureCode).toBe('TEC-05');
    expect(defaultMapping[result.ruleIndex ?? -1]?.textPattern).toBe('deadlock');
  });

  it.each([
    ['PLAT', '9017', '内部错误'],
    ['ESB', 'X9999', '未知错误 #517077'],
  ])('leaves %s %s unclassified', (system, code, text) => {
    expect(classify(raw(system, code, text))).toEqual({
      failureCode: 'UNK-00',
      ruleIndex: null,
      facts: {},
    });
  });

  it('puts a rule with code and text before one with the code only, and the system before any system', () => {
    const rules = [
      rule({ rawCode: '1', failureCode: 'A', priority: 1 }),
      rule({ rawCode: '1', textPattern: '到期', failureCode: 'B', priority: 9 }),
      rule({ sourceSystem: '*', rawCode: '1', failureCode: 'C', priority: 0 }),
      rule({ sourceSystem: '*', textPattern: '到期', failureCode: 'D', priority: 0 }),
    ];
    const decide = compileMapping(rules);
    expect(decide(raw('CRM', '1', '已到期')).failureCode).toBe('B');
    expect(decide(raw('CRM', '1', '别的')).failureCode).toBe('A');
    expect(decide(raw('HLR', '1', '已到期')).failureCode).toBe('C');
    expect(decide(raw('HLR', '2', '已到期')).failureCode).toBe('D');
  });

  it('takes the lower priority first, then the earlier rule', () => {
    const decide = compileMapping([
      rule({ textPattern: 'xy', failureCode: 'A', priority: 2 }),
      rule({ textPattern: 'xy', failureCode: 'B', priority: 1 }),
      rule({ textPattern: 'xy', failureCode: 'C', priority: 1 }),
    ]);
    expect(decide(raw('CRM', '', 'xy'))).toMatchObject({ failureCode: 'B', ruleIndex: 1 });
  });

  it.each([
    ['协议期未满,到期日2027-03-22', { contractEndOn: '2027-03-22' }],
    ['合约 到期日2027-01-31', { contractEndOn: '2027-01-31' }],
    ['优惠期有效期至：2027年1月5日', { contractEndOn: '2027-01-05' }],
    ['contract ends on 20270131', { contractEndOn: '2027-01-31' }],
    ['到期日2027-02-30', {}],
    ['到期日2027-01-31,违约金120.5元', { contractEndOn: '2027-01-31', exitFeeFen: 12_050 }],
    ['提前解约需付￥30', { exitFeeFen: 3_000 }],
    ['次月1日生效', {}],
  ])('reads facts out of %j', (text, facts) => {
    expect(classify(raw('CRM', '0906', text)).facts).toEqual(facts);
  });
});

describe('text patterns', () => {
  const matches = (pattern: string, text: string): boolean =>
    matchesPattern(compileTextPattern(pattern), searchable(text));

  it.each([
    ['仅限*办理', '该业务仅限营业厅办理', true],
    ['仅限*办理', '办理仅限营业厅', false],
    ['a.c', 'abc', false],
    ['HTTP 502', 'http\n  502 bad', true],
    ['ＤＩＡＭＥＴＥＲ', 'diameter', true],
    ['**', 'anything', false],
    ['aa*aa', 'aaa', false],
  ])('%j against %j is %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('refuses patterns that would catch nearly everything', () => {
    expect(textPatternFault('*')).toBe('errors.mappings.patternTooShort');
    expect(textPatternFault('错*')).toBe('errors.mappings.patternTooShort');
    expect(textPatternFault('x'.repeat(201))).toBe('errors.field.tooLong');
    expect(textPatternFault('错误')).toBeNull();
    for (const { textPattern } of defaultMapping) {
      if (textPattern !== null) expect(textPatternFault(textPattern)).toBeNull();
    }
  });

  it('come to an end on a text made to be slow', () => {
    expect(matches('a*'.repeat(90) + 'b', 'a'.repeat(100_000))).toBe(false);
  });
});

describe('the default mapping', () => {
  it('has each pair of system and code once', () => {
    const pairs = defaultMapping.map((r) => `${r.sourceSystem} ${r.rawCode} ${r.textPattern}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});
