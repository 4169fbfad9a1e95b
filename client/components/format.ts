/** Formats shared by components, charts and tables. Times are epoch ms, money fen, data MB. */
export type LocaleName = 'zh' | 'en';

const tag = (locale: string) => (locale === 'zh' ? 'zh-CN' : 'en-GB');

export function formatNumber(value: number, locale = 'en', digits?: number): string {
  const options: Intl.NumberFormatOptions =
    digits === undefined
      ? { maximumFractionDigits: 3 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(tag(locale), options).format(value).replace('-', '−');
}

/** ¥ with two decimals, from fen. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '−' : '';
  return `${sign}¥${formatNumber(Math.abs(fen) / 100, 'en', 2)}`;
}

/** Per-mille as a factor: 1500 → ×1.5. */
export function formatFactor(perMille: number): string {
  const text = (perMille / 1000).toString();
  return `×${text.includes('.') || perMille === 0 ? text : `${text}.0`}`;
}

/** A share of a denominator as a percentage with one decimal; null without a denominator. */
export function formatShare(numerator: number, denominator: number): string | null {
  if (denominator === 0) return null;
  return `${formatNumber((numerator * 100) / denominator, 'en', 1)}%`;
}

/** `5 h 45 min`, `38 min`, `2 d 4 h`, `12 s`: the two largest units that matter. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 48)
    return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

interface CivilFields {
  year: string;
  month: number;
  day: number;
  hour: string;
  minute: string;
  second: string;
  weekday: string;
}

function fieldsOf(at: number, zone: string, locale: string): CivilFields {
  const parts = new Intl.DateTimeFormat(tag(locale), {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  }).formatToParts(at);
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    year: get('year'),
    month: Number(get('month')),
    day: Number(get('day')),
    hour: get('hour').padStart(2, '0'),
    minute: get('minute').padStart(2, '0'),
    second: get('second').padStart(2, '0'),
    weekday: get('weekday'),
  };
}

const englishMonths = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];

function dayText(fields: CivilFields, locale: string, withYear: boolean): string {
  if (locale === 'zh') {
    return `${withYear ? `${fields.year}年` : ''}${fields.month}月${fields.day}日`;
  }
  const month = englishMonths[fields.month - 1] ?? '';
  return `${fields.day} ${month}${withYear ? ` ${fields.year}` : ''}`;
}

/** `11月20日 14:32`, `20 Nov 14:32`; the year only where it is not the present one. */
export function formatDateTime(at: number, zone: string, locale: string, now?: number): string {
  const fields = fieldsOf(at, zone, locale);
  const withYear = now !== undefined && fieldsOf(now, zone, locale).year !== fields.year;
  return `${dayText(fields, locale, withYear)} ${fields.hour}:${fields.minute}`;
}

export function formatTime(at: number, zone: string, seconds = false): string {
  const fields = fieldsOf(at, zone, 'en');
  return `${fields.hour}:${fields.minute}${seconds ? `:${fields.second}` : ''}`;
}

/** The whole instant with its zone, for tooltips: `2026-11-20 14:32:08 上海 UTC+8`. */
export function formatExact(at: number, zone: string, locale: string): string {
  const f = fieldsOf(at, zone, locale);
  const pad = (value: number) => String(value).padStart(2, '0');
  const date = `${f.year}-${pad(f.month)}-${pad(f.day)}`;
  return `${date} ${f.hour}:${f.minute}:${f.second} ${zoneName(zone, locale)} ${zoneOffset(zone, at)}`;
}

/** A local date (YYYY-MM-DD) in words with its weekday: `10月10日 周六`, `Sat 10 Oct`. */
export function formatLocalDate(on: string, locale: string, withYear = false): string {
  const at = Date.parse(`${on}T12:00:00Z`);
  if (Number.isNaN(at)) return on;
  const fields = fieldsOf(at, 'UTC', locale);
  const day = dayText(fields, locale, withYear);
  return locale === 'zh' ? `${day} ${fields.weekday}` : `${fields.weekday} ${day}`;
}

/** The local date in a zone of an instant, YYYY-MM-DD. */
export function localDateOf(at: number, zone: string): string {
  const f = fieldsOf(at, zone, 'en');
  return `${f.year}-${String(f.month).padStart(2, '0')}-${String(f.day).padStart(2, '0')}`;
}

const chineseZones: Record<string, string> = {
  'Asia/Shanghai': '上海',
  'Asia/Urumqi': '乌鲁木齐',
  'Asia/Hong_Kong': '香港',
  'Asia/Macau': '澳门',
  'Asia/Taipei': '台北',
};

/** The city of a zone: 上海, Shanghai. */
export function zoneName(zone: string, locale: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  return locale === 'zh' ? (chineseZones[zone] ?? city) : city;
}

/** UTC+8, UTC−3:30 at that instant. */
export function zoneOffset(zone: string, at: number): string {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  return (name ?? 'UTC').replace('GMT', 'UTC').replace('-', '−');
}
