import { describe, expect, it } from 'vitest';
import { maskMsisdn, normaliseMsisdn, redactNumbers } from './msisdn.ts';

describe('normaliseMsisdn', () => {
  it.each([
    '17004305359',
    ' 170 0430 5359 ',
    '170-0430-5359',
    '+8617004305359',
    '+86 170 0430 5359',
    '008617004305359',
    '8617004305359',
    '(+86)170-0430-5359',
    '１７００４３０５３５９',
    '＋８６　１７００４３０５３５９',
    '\u202d170\u00a00430\u20115359\u202c',
  ])('brings %j to one form', (written) => {
    expect(normaliseMsisdn(written)).toBe('+8617004305359');
  });

  it.each([
    '',
    '17049011',
    '170043053590',
    '12004305359',
    '1.7E+10',
    '+1 7004305359',
    '+0086 17004305359',
    '17004305359x',
    '17004305359\u0000',
    '٠٧٠٠٤٣٠٥٣٥٩',
    ' '.repeat(100) + '17004305359',
  ])('refuses %j', (written) => {
    expect(normaliseMsisdn(written)).toBeNull();
  });
});

describe('maskMsisdn', () => {
  it('hides the middle of the national form', () => {
    expect(maskMsisdn('+8617004305359')).toBe('170****5359');
    expect(maskMsisdn('170 0430 5359')).toBe('170****5359');
  });

  it('shows nothing of what is no number', () => {
    expect(maskMsisdn('17049011')).toBe('****');
  });
});

describe('redactNumbers', () => {
  it.each([
    ['用户17004305359未订购', '用户170****5359未订购'],
    ['17004305359-603310', '170****5359-603310'],
    ['id=svc17004305359x', 'id=svc170****5359x'],
    ['+8617004305359', '+86170****5359'],
    ['008617004305359;8617004305359', '0086170****5359;86170****5359'],
    ['20260817' + '13800138000', '20260817138****8000'],
    ['170043053590001', '170****53590001'],
    ['a 17004305359,13900001234 b', 'a 170****5359,139****1234 b'],
    ['1700430535913900001234', '170****5359139****1234'],
    ['170 0430 5359', '170 **** 5359'],
    ['+86 170-0430-5359', '+86 170-****-5359'],
    ['170.043.05359', '170.***.*5359'],
    ['１７００４３０５３５９号', '１７０****５３５９号'],
    ['行一\n17004305359\t行三', '行一\n170****5359\t行三'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactNumbers(text)).toBe(redacted);
  });

  it.each([
    'TD202610171000014',
    '等待回执超时(30000ms)',
    '合约到期日2027-01-31',
    '2026-10-13 17:30:15.123',
    'SP0102 603310',
    '',
  ])('leaves %j word for word', (text) => {
    expect(redactNumbers(text)).toBe(text);
  });

  it('stays fast on a long text of digits', () => {
    const started = performance.now();
    const out = redactNumbers('17'.repeat(50_000));
    expect(out).not.toMatch(/1[3-9][0-9]{9}/u);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
