import { isOutageMessage, linkIn, promiseIn } from './notice-kinds.ts';

/** Texts with variables, in two languages: what they ask for, how values are written, and the finished message. */

export const messageLanguages = ['zh', 'en'] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

export const messageVariables = [
  'service',
  'time',
  'hotline',
  'endDate',
  'effectDate',
  'date',
  'amount',
  'code',
  'alternative',
  'minutes',
  'period',
  'area',
  'services',
  'data',
  'benefits',
  'expiry',
  'reason',
] as const;
export type MessageVariable = (typeof messageVariables)[number];

/** The word between braces, as authors write it. `date` in English is whichever date the Chinese text names. */
const ZH_WORDS: Readonly<Record<MessageVariable, string>> = {
  service: '业务',
  time: '时间',
  hotline: '热线',
  endDate: '到期日',
  effectDate: '生效日',
  date: '日期',
  amount: '金额',
  code: '指令',
  alternative: '替代',
  minutes: '分钟',
  period: '起止',
  area: '地区',
  services: '影响',
  data: '流量',
  benefits: '补偿',
  expiry: '有效期',
  reason: '原因',
};
const EN_WORDS: Readonly<Record<string, readonly MessageVariable[]>> = {
  service: ['service'],
  time: ['time'],
  hotline: ['hotline'],
  date: ['endDate', 'effectDate', 'date'],
  amount: ['amount'],
  code: ['code'],
  alternative: ['alternative'],
  min: ['minutes'],
  period: ['period'],
  area: ['area'],
  services: ['services'],
  data: ['data'],
  benefits: ['benefits'],
  expiry: ['expiry'],
  reason: ['reason'],
};
const FROM_ZH = new Map(messageVariables.map((name) => [ZH_WORDS[name], name]));

const PLACE = /\{([^{}]{0,40})\}/gu;

export interface TemplateTexts {
  zh: string;
  en: string;
}

export type MessageValues = Partial<Record<MessageVariable, string>>;

interface Asked {
  variables: MessageVariable[];
  /** Words between braces that stand for nothing. */
  unknown: string[];
}

function resolve(
  texts: TemplateTexts,
  language: MessageLanguage,
  word: string,
): MessageVariable | null {
  if (language === 'zh') return FROM_ZH.get(word) ?? null;
  const candidates = Object.hasOwn(EN_WORDS, word) ? (EN_WORDS[word] ?? []) : [];
  if (candidates.length === 1) return candidates[0] ?? null;
  return candidates.find((name) => texts.zh.includes(`{${ZH_WORDS[name]}}`)) ?? null;
}

/** What one language of a template asks for, in the order of the text. */
export function askedOf(texts: TemplateTexts, language: MessageLanguage): Asked {
  const asked: Asked = { variables: [], unknown: [] };
  for (const [, word = ''] of texts[language].matchAll(PLACE)) {
    const name = resolve(texts, language, word);
    if (name === null) asked.unknown.push(word);
    else if (!asked.variables.includes(name)) asked.variables.push(name);
  }
  return asked;
}

export interface TemplateFault {
  language: MessageLanguage;
  /**
   * unknown: no such variable; missing: the other language tells it; braces: one without its partner; link: no message
   * carries any; promise: money is named where none was credited.
   */
  kind: 'unknown' | 'missing' | 'braces' | 'empty' | 'link' | 'promise';
  word: string;
}

/** Everything that keeps a template from being submitted; by its code, what it may not say. */
export function templateFaults(texts: TemplateTexts, code = ''): TemplateFault[] {
  const faults: TemplateFault[] = wordingFaults(texts, code);
  const asked = { zh: askedOf(texts, 'zh'), en: askedOf(texts, 'en') };
  for (const language of messageLanguages) {
    const other = asked[language === 'zh' ? 'en' : 'zh'];
    if (texts[language].trim() === '') faults.push({ language, kind: 'empty', word: '' });
    if (/[{}]/u.test(texts[language].replace(PLACE, '')))
      faults.push({ language, kind: 'braces', word: '{ }' });
    for (const word of asked[language].unknown) faults.push({ language, kind: 'unknown', word });
    for (const name of other.variables)
      if (!asked[language].variables.includes(name))
        faults.push({ language, kind: 'missing', word: wordOf(name, language) });
  }
  return faults;
}

function wordingFaults(texts: TemplateTexts, code: string): TemplateFault[] {
  return messageLanguages.flatMap((language): TemplateFault[] => {
    const link = linkIn(texts[language]);
    const promise = isOutageMessage(code) ? promiseIn(texts[language]) : null;
    return [
      ...(link === null ? [] : [{ language, kind: 'link' as const, word: link }]),
      ...(promise === null ? [] : [{ language, kind: 'promise' as const, word: promise }]),
    ];
  });
}

/** The word an author writes for a variable. */
export function wordOf(name: MessageVariable, language: MessageLanguage): string {
  if (language === 'zh') return ZH_WORDS[name];
  return (
    Object.keys(EN_WORDS).find((word) => (EN_WORDS[word] ?? []).includes(name)) ?? String(name)
  );
}

export interface Rendered {
  text: string;
  /** Variables without a value: such a text is never sent. */
  missing: MessageVariable[];
}

/** The text as the customer reads it, with the operator's signature in front. */
export function renderMessage(
  texts: TemplateTexts,
  language: MessageLanguage,
  values: MessageValues,
  signature: string,
): Rendered {
  const missing: MessageVariable[] = [];
  const body = texts[language].replace(PLACE, (place: string, word: string) => {
    const name = resolve(texts, language, word);
    const value = name === null ? '' : (values[name] ?? '').trim();
    if (value !== '') return value;
    if (name !== null && !missing.includes(name)) missing.push(name);
    return place;
  });
  // The Chinese signature has brackets of its own; the English one is a word before the text.
  const opening = language === 'en' && signature !== '' ? `${signature.trim()} ` : signature.trim();
  return { text: `${opening}${body}`, missing };
}

const REFERENCE_CHARACTERS = 10;

/** A service as messages name it: at most ten characters. */
export function serviceReference(name: string): string {
  const characters = [...name];
  return characters.length <= REFERENCE_CHARACTERS
    ? name
    : `${characters.slice(0, REFERENCE_CHARACTERS - 1).join('')}…`;
}

/** The longest values that really occur, for the preview of an author. */
export function longestValues(language: MessageLanguage, service: string): MessageValues {
  const zh = language === 'zh';
  const pick = (chinese: string, english: string) => (zh ? chinese : english);
  return {
    service: serviceReference(service),
    time: pick('12月31日24:00', '23:59 on 31 Dec'),
    hotline: '10086',
    endDate: pick('2027年12月31日', '31 Dec 2027'),
    effectDate: pick('12月31日', '31 Dec'),
    date: pick('12月31日', '31 Dec'),
    amount: pick('1280.00', '¥1,280.00'),
    code: 'TD01',
    alternative: pick('同价位畅享套餐', 'a plan at that price'),
    minutes: '120',
    period: pick('12月31日00:00-06:00', '31 Dec 00:00-06:00'),
    area: pick('呼伦贝尔市海拉尔区', 'Hailar, Hulunbuir'),
    services: pick('语音、短信和上网', 'voice, SMS and data'),
    data: pick('20,480MB', '20,480 MB'),
    benefits: pick(
      '流量20,480MB、语音600分钟和有效期延长31天',
      '20,480 MB data, 600 call minutes and 31 days more validity',
    ),
    expiry: pick('1月31日', '31 Jan'),
    reason: pick('该时段无中断记录', 'no outage on record'),
  };
}
