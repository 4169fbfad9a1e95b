import { describe, expect, it } from 'vitest';
import codeFile from '../../test/fixtures/failure-codes.json' with { type: 'json' };
import { messageSize, ONE_PART_UNITS } from './message-parts.ts';
import {
  askedOf,
  longestValues,
  renderMessage,
  serviceReference,
  templateFaults,
} from './message-text.ts';
import { meaningOf } from './reply-meaning.ts';

const texts = (zh: string, en: string) => ({ zh, en });

describe('the texts of the catalogue', () => {
  it('are 27, each without a fault', () => {
    expect(codeFile.messages).toHaveLength(27);
    for (const { id, zh, en } of codeFile.messages)
      expect([id, templateFaults({ zh, en })]).toEqual([id, []]);
  });

  it.each(codeFile.messages.map((one) => [one.id, one] as const))(
    '%s fits one SMS with the longest real values, signature included',
    (_id, { zh, en }) => {
      const values = longestValues('zh', '超长名称的视频会员连续包月业务');
      const { text, missing } = renderMessage({ zh, en }, 'zh', values, '【云州通信】');
      expect(missing).toEqual([]);
      expect(messageSize(text).length).toBeLessThanOrEqual(ONE_PART_UNITS);
      const english = renderMessage(
        { zh, en },
        'en',
        longestValues('en', 'Reading'),
        'Yunzhou Telecom: ',
      );
      expect(english.missing).toEqual([]);
      expect(english.text).not.toMatch(/[{}]/);
    },
  );
});

describe('a text', () => {
  it('reads {date} in English as the date that the Chinese text names', () => {
    const effect = texts('{生效日}起', 'from {date}');
    expect(askedOf(effect, 'en').variables).toEqual(['effectDate']);
    expect(askedOf(texts('{到期日}止', 'until {date}'), 'en').variables).toEqual(['endDate']);
    expect(askedOf(texts('无', 'from {date}'), 'en').unknown).toEqual(['date']);
  });

  it('names what is missing instead of sending a gap', () => {
    const { text, missing } = renderMessage(
      texts('{业务}在{时间}', '{service} at {time}'),
      'zh',
      { service: '手机报', time: ' ' },
      '【云】',
    );
    expect(text).toBe('【云】手机报在{时间}');
    expect(missing).toEqual(['time']);
  });

  it('takes a value word for word, braces and dollar signs too', () => {
    const values = { service: '$& {时间}' };
    expect(renderMessage(texts('{业务}', '{service}'), 'zh', values, '').text).toBe('$& {时间}');
  });

  it.each([
    [texts('{无}', 'x'), 'unknown'],
    [texts('{业务}', 'x'), 'missing'],
    [texts('{业务', '{service}'), 'braces'],
    [texts(' ', 'x'), 'empty'],
  ] as const)('%j has the fault %s', (wrong, kind) => {
    expect(templateFaults(wrong).map((fault) => fault.kind)).toContain(kind);
  });

  it('names a service with at most ten characters', () => {
    expect(serviceReference('手机阅读包月')).toBe('手机阅读包月');
    expect(serviceReference('视频会员连续包月特惠版')).toBe('视频会员连续包月特…');
    expect([...serviceReference('😀'.repeat(12))]).toHaveLength(10);
  });
});

it.each([
  ['Y', 'yes'],
  [' ｙ。', 'yes'],
  ['是', 'yes'],
  ['N', 'no'],
  ['1', 'solved'],
  ['２', 'unsolved'],
  ['td01', 'offer'],
  ['Y but not today', 'other'],
  ['', 'other'],
  ['constructor', 'other'],
] as const)('the reply %j means %s', (text, meaning) => {
  expect(meaningOf(text)).toBe(meaning);
});
