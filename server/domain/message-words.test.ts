import { describe, expect, it } from 'vitest';
import { creditTemplateOf, creditValues } from './credit-notices.ts';
import { dataValidUntilAt } from './data-validity.ts';
import {
  amountWords,
  areaWords,
  benefitWords,
  dataWords,
  dateWords,
  dayWords,
  periodWords,
  serviceWords,
  timeWords,
} from './message-words.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);
const now = at('2026-11-22 10:00');

describe('days and times in a message', () => {
  it('name the year only where it is another one', () => {
    expect(dateWords('2026-03-05', '2026', 'zh')).toBe('3月5日');
    expect(dateWords('2027-03-05', '2026', 'zh')).toBe('2027年3月5日');
    expect(dateWords('2026-03-05', '2026', 'en')).toBe('5 Mar');
    expect(dateWords('2027-12-31', '2026', 'en')).toBe('31 Dec 2027');
  });

  it('name every month in English', () => {
    const months = Array.from({ length: 12 }, (_, index) =>
      dateWords(`2026-${String(index + 1).padStart(2, '0')}-01`, '2026', 'en').slice(2),
    );
    expect(months.join(' ')).toBe('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
  });

  it('are the local day of an instant', () => {
    expect(dayWords(zone, at('2026-11-23 00:00'), now, 'zh')).toBe('11月23日');
    expect(dayWords(zone, at('2026-11-23 00:00') - 1, now, 'en')).toBe('22 Nov');
    expect(dayWords(zone, at('2027-01-01 00:00'), now, 'zh')).toBe('2027年1月1日');
  });

  it('leave out a day that is today', () => {
    expect(timeWords(zone, at('2026-11-22 23:05'), now, 'zh')).toBe('23:05');
    expect(timeWords(zone, at('2026-11-23 00:05'), now, 'zh')).toBe('11月23日00:05');
    expect(timeWords(zone, at('2026-11-23 00:05'), now, 'en')).toBe('00:05 on 23 Nov');
  });

  it('say the day of a period twice only where it ends on another', () => {
    const from = at('2026-11-25 01:00');
    const night = { from, until: at('2026-11-25 05:30') };
    expect(periodWords(zone, night, now, 'zh')).toBe('11月25日01:00-05:30');
    expect(periodWords(zone, night, now, 'en')).toBe('25 Nov 01:00-05:30');
    const long = { from, until: at('2026-11-26 00:00') };
    expect(periodWords(zone, long, now, 'zh')).toBe('11月25日01:00-11月26日00:00');
    expect(periodWords(zone, long, now, 'en')).toBe('25 Nov 01:00-26 Nov 00:00');
  });
});

describe('what a message lists', () => {
  it('is each service once, in the order of the house', () => {
    expect(serviceWords(['data', 'voice', 'data'], 'zh')).toBe('语音和上网');
    expect(serviceWords(['data', 'sms', 'voice'], 'zh')).toBe('语音、短信和上网');
    expect(serviceWords(['data', 'sms', 'voice'], 'en')).toBe('voice, SMS and data');
    expect(serviceWords(['sms'], 'en')).toBe('SMS');
    expect(serviceWords([], 'en')).toBe('');
  });

  it('is two areas at most, or the reader’s own', () => {
    expect(areaWords(['杭州', '宁波'], 'zh')).toBe('杭州和宁波');
    expect(areaWords(['杭州', '宁波', '温州'], 'zh')).toBe('杭州、宁波等地');
    expect(areaWords(['Hangzhou'], 'en')).toBe('Hangzhou');
    expect(areaWords(['Hangzhou', 'Ningbo', 'Wenzhou'], 'en')).toBe(
      'Hangzhou, Ningbo and elsewhere',
    );
    expect(areaWords([], 'zh')).toBe('您所在地区');
    expect(areaWords([], 'en')).toBe('your area');
  });

  it('is an amount to the fen, and data to the MB', () => {
    expect(amountWords(1_005, 'zh')).toBe('10.05');
    expect(amountWords(99, 'en')).toBe('¥0.99');
    expect(dataWords(1_238, 'zh')).toBe('1,238MB');
    expect(dataWords(1_048_576, 'en')).toBe('1,048,576 MB');
    expect(dataWords(619, 'en')).toBe('619 MB');
  });

  it('is everything a line got, benefit by benefit', () => {
    const all = { validity: 2, money: 1_050, voice: 30, data: 1_238 };
    expect(benefitWords(all, 'zh')).toBe('流量1,238MB、语音30分钟、话费10.50元和有效期延长2天');
    expect(benefitWords(all, 'en')).toBe(
      '1,238 MB data, 30 call minutes, ¥10.50 and 2 days more validity',
    );
    expect(benefitWords({ validity: 1 }, 'en')).toBe('1 day more validity');
    expect(benefitWords({ data: 0, voice: 5 }, 'en')).toBe('5 call minutes');
    expect(benefitWords({}, 'zh')).toBe('');
  });
});

describe('a message about credits', () => {
  it('is the one for data alone, for data with more, or for no data', () => {
    expect(creditTemplateOf({ data: 5 })).toBe('O5');
    expect(creditTemplateOf({ data: 5, voice: 0, money: 0 })).toBe('O5');
    for (const more of ['voice', 'money', 'validity'] as const) {
      expect(creditTemplateOf({ data: 5, [more]: 1 })).toBe('O5A');
      expect(creditTemplateOf({ data: 0, [more]: 1 })).toBe('O5B');
    }
    expect(creditTemplateOf({})).toBe('O5B');
  });

  const paid = {
    zone,
    startedAt: at('2026-11-20 08:00'),
    services: ['data', 'voice'],
    dataValidUntilAt: at('2027-01-01 00:00'),
  } as const;
  const around = { now, hotline: '10086' };

  it('says what was out when, what was given, and the last day on which data may be used', () => {
    expect(creditValues(paid, { data: 1_238, voice: 30 }, 'en', around)).toEqual({
      date: '20 Nov',
      services: 'voice and data',
      hotline: '10086',
      benefits: '1,238 MB data and 30 call minutes',
      data: '1,238 MB',
      expiry: '31 Dec',
    });
  });

  it('leaves out what was not given', () => {
    expect(creditValues(paid, { money: 500, data: 0 }, 'zh', around)).toEqual({
      date: '11月20日',
      services: '语音和上网',
      hotline: '10086',
      benefits: '话费5.00元',
    });
    expect(creditValues(paid, {}, 'zh', around)).not.toHaveProperty('benefits');
    const forever = { ...paid, dataValidUntilAt: null };
    expect(creditValues(forever, { data: 1 }, 'zh', around)).not.toHaveProperty('expiry');
  });

  it('counts the days of data from approval, or to the end of next month', () => {
    const approved = at('2026-11-22 10:00');
    expect(dataValidUntilAt({ kind: 'days', days: 30 }, zone, approved)).toBe(
      at('2026-12-22 10:00'),
    );
    expect(dataValidUntilAt({ kind: 'end_of_next_month' }, zone, approved)).toBe(
      at('2027-01-01 00:00'),
    );
  });
});
