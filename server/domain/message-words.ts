import { parseCivil } from './civil-date.ts';
import type { MessageLanguage } from './message-text.ts';
import type { Benefit } from './policy-types.ts';
import { formatLocal, localDateAt, type Zone } from './time.ts';
import { services, type Service } from './weight-bands.ts';

/** How values are written in messages: short, and as the other words of the text want them. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as a message writes it: with its year only where that is another one. */
export function dateWords(date: string, thisYear: string, language: MessageLanguage): string {
  const { year, month, day } = parseCivil(date);
  const other = String(year) !== thisYear;
  if (language === 'zh') return `${other ? `${year}年` : ''}${month}月${day}日`;
  return `${day} ${MONTHS[month - 1] ?? ''}${other ? ` ${year}` : ''}`;
}

const clockOf = (zone: Zone, at: number): string => formatLocal(zone, at).slice(11, 16);
const yearOf = (zone: Zone, at: number): string => localDateAt(zone, at).slice(0, 4);

/** The local day of an instant. */
export const dayWords = (zone: Zone, at: number, now: number, language: MessageLanguage): string =>
  dateWords(localDateAt(zone, at), yearOf(zone, now), language);

/** A time of today, or one with its day. */
export function timeWords(zone: Zone, at: number, now: number, language: MessageLanguage): string {
  const time = clockOf(zone, at);
  if (localDateAt(zone, at) === localDateAt(zone, now)) return time;
  const day = dayWords(zone, at, now, language);
  return language === 'zh' ? `${day}${time}` : `${time} on ${day}`;
}

/** From when until when; the day is said twice only where it is another one. */
export function periodWords(
  zone: Zone,
  span: { from: number; until: number },
  now: number,
  language: MessageLanguage,
): string {
  const gap = language === 'zh' ? '' : ' ';
  const whole = (at: number) => `${dayWords(zone, at, now, language)}${gap}${clockOf(zone, at)}`;
  const sameDay = localDateAt(zone, span.from) === localDateAt(zone, span.until);
  return `${whole(span.from)}-${sameDay ? clockOf(zone, span.until) : whole(span.until)}`;
}

const SERVICES: Readonly<Record<Service, Readonly<Record<MessageLanguage, string>>>> = {
  voice: { zh: '语音', en: 'voice' },
  sms: { zh: '短信', en: 'SMS' },
  data: { zh: '上网', en: 'data' },
};

/** Each service once, in the order of the house. */
export function serviceWords(hit: readonly Service[], language: MessageLanguage): string {
  const words = services.filter((one) => hit.includes(one)).map((one) => SERVICES[one][language]);
  return listed(words, language);
}

const JOIN = { zh: { comma: '、', and: '和' }, en: { comma: ', ', and: ' and ' } } as const;

function listed(words: readonly string[], language: MessageLanguage): string {
  const { comma, and } = JOIN[language];
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(comma)}${and}${last}`;
}

const NAMED_AREAS = 2;

/** Names of areas, as many as a message has room for; where there is none, the reader's own. */
export function areaWords(names: readonly string[], language: MessageLanguage): string {
  const zh = language === 'zh';
  if (names.length === 0) return zh ? '您所在地区' : 'your area';
  if (names.length <= NAMED_AREAS) return listed(names, language);
  const named = names.slice(0, NAMED_AREAS);
  return zh ? `${named.join('、')}等地` : `${named.join(', ')} and elsewhere`;
}

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/gu, ',');

/** Fen as an amount: the Chinese text says 元 itself. */
export function amountWords(fen: number, language: MessageLanguage): string {
  const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  return language === 'zh' ? yuan : `¥${yuan}`;
}

/** What a line got, per benefit, in whole units: MB, minutes, days, fen. */
export type BenefitAmounts = Partial<Record<Benefit, number>>;

/** Exact MB, never rounded to GB: a customer compares them with the account. */
export const dataWords = (mb: number, language: MessageLanguage): string =>
  language === 'zh' ? `${grouped(mb)}MB` : `${grouped(mb)} MB`;

const BENEFITS: Readonly<
  Record<Benefit, Readonly<Record<MessageLanguage, (amount: number) => string>>>
> = {
  data: { zh: (mb) => `流量${dataWords(mb, 'zh')}`, en: (mb) => `${dataWords(mb, 'en')} data` },
  voice: { zh: (minutes) => `语音${minutes}分钟`, en: (minutes) => `${minutes} call minutes` },
  money: { zh: (fen) => `话费${amountWords(fen, 'zh')}元`, en: (fen) => amountWords(fen, 'en') },
  validity: {
    zh: (days) => `有效期延长${days}天`,
    en: (days) => `${days} ${days === 1 ? 'day' : 'days'} more validity`,
  },
};
const BENEFIT_ORDER: readonly Benefit[] = ['data', 'voice', 'money', 'validity'];

/** Everything a line got, benefit by benefit. */
export function benefitWords(amounts: BenefitAmounts, language: MessageLanguage): string {
  const words = BENEFIT_ORDER.flatMap((benefit) => {
    const amount = amounts[benefit] ?? 0;
    return amount > 0 ? [BENEFITS[benefit][language](amount)] : [];
  });
  return listed(words, language);
}
