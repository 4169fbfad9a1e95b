import type { z } from 'zod';
import type { quickOutageBody } from '#contract/outage-work.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { Cause } from './default-causes.ts';
import type { DraftInput } from './outage-draft.ts';
import type { AreaName } from './outage-record.ts';

type Quick = z.output<typeof quickOutageBody>;

const serviceWords: Record<'zh' | 'en', Record<Service, string>> = {
  zh: { voice: '语音', sms: '短信', data: '数据' },
  en: { voice: 'Voice', sms: 'SMS', data: 'Data' },
};
const TITLE_MAX = 120;

/** A whole draft out of the three things somebody has time to say: what is out, where, and since when. */
export function draftOfQuick(
  quick: Quick,
  around: { zone: string; nowLocal: string; areas: readonly AreaName[]; causes: readonly Cause[] },
): DraftInput {
  const cause = causeOf(quick.cause, around.causes);
  return {
    title: quick.title ?? titleOf(quick, around.areas),
    zone: around.zone,
    services: quick.services.map((one) => ({ ...one, startedLocal: null, endedLocal: null })),
    areaCodes: quick.areaCodes,
    siteCodes: quick.siteCodes,
    cause: cause?.code ?? quick.cause,
    responsibility: cause?.responsibility ?? 'own',
    startedLocal: quick.startedLocal ?? around.nowLocal,
  };
}

/** The one named, or that for what is not known yet; a list that was changed may lack it. */
function causeOf(code: string | undefined, causes: readonly Cause[]): Cause | undefined {
  if (code !== undefined) return causes.find((cause) => cause.code === code);
  const offered = causes.filter(({ retired }) => retired !== true);
  const named = (wanted: string) => offered.find((cause) => cause.code === wanted);
  return named('unknown') ?? named('other') ?? offered[0];
}

function titleOf(quick: Quick, areas: readonly AreaName[]): string {
  const language = quick.language ?? 'zh';
  const names = areas.map((area) => (language === 'zh' ? area.nameZh : area.nameEn));
  const words = quick.services.map(({ service }) => serviceWords[language][service]);
  const full = quick.services.some(({ severity }) => severity === 'full');
  const [first = ''] = names;
  const title =
    language === 'zh'
      ? `${first}${names.length > 1 ? `等${names.length}地` : ''}${words.join('、')}${full ? '中断' : '受损'}`
      : `${words.join(', ')} ${full ? 'outage' : 'degraded'} in ${first}${names.length > 1 ? ` and ${names.length - 1} more` : ''}`;
  return title.slice(0, TITLE_MAX);
}
