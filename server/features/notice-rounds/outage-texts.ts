import type { MessageSettings } from '#contract/messages.ts';
import type { MessageLanguage } from '#domain/message-text.ts';
import { messageLanguages, renderMessage } from '#domain/message-text.ts';
import { messageSize } from '#domain/message-parts.ts';
import {
  outageTemplateOf,
  outageValues,
  type OutageEvent,
  type OutageStanding,
} from '#domain/outage-notices.ts';
import type { Zone } from '#domain/time.ts';
import type { PublishedText } from '../messages/template-store.ts';

/** A text as it leaves. */
export interface WrittenText {
  templateCode: string;
  templateVersionNo: number;
  body: string;
  parts: number;
}

export type WrittenTexts = Record<MessageLanguage, WrittenText>;

export interface Writing {
  templates: ReadonlyMap<string, PublishedText>;
  settings: Pick<MessageSettings, 'signatureZh' | 'signatureEn' | 'hotline'>;
  zone: Zone;
  now: number;
  areas: readonly { nameZh: string; nameEn: string }[];
}

/** An English sentence begins with a capital, whatever its first variable is. */
export const sentence = (text: string): string =>
  text.replace(
    /^(\s*)(\p{Ll})/u,
    (_all, gap: string, letter: string) => gap + letter.toUpperCase(),
  );

/** Writes what an outage's event says in each language; `missing` names variables without a value. */
export function writeOutageTexts(
  event: OutageEvent,
  standing: OutageStanding,
  { templates, settings, zone, now, areas }: Writing,
): { texts: WrittenTexts; missing: string[] } | undefined {
  const template = templates.get(outageTemplateOf(event, standing, now));
  if (template === undefined) return undefined;
  const missing = new Set<string>();
  const write = (language: MessageLanguage): WrittenText => {
    const values = outageValues(standing, language, {
      ...{ zone, now, hotline: settings.hotline },
      areas: areas.map((one) => (language === 'zh' ? one.nameZh : one.nameEn)),
    });
    const rendered = renderMessage(template.texts, language, values, '');
    for (const name of rendered.missing) missing.add(name);
    const body = signed(sentence(rendered.text), language, settings);
    return {
      templateCode: template.code,
      templateVersionNo: template.versionNo,
      body,
      parts: messageSize(body).parts,
    };
  };
  const [zh, en] = messageLanguages.map(write);
  if (zh === undefined || en === undefined) return undefined;
  return { texts: { zh, en }, missing: [...missing] };
}

/** The operator's signature stands in front: brackets of its own in Chinese, a word in English. */
export function signed(
  text: string,
  language: MessageLanguage,
  { signatureZh, signatureEn }: Pick<MessageSettings, 'signatureZh' | 'signatureEn'>,
): string {
  const signature = (language === 'zh' ? signatureZh : signatureEn).trim();
  return language === 'en' && signature !== '' ? `${signature} ${text}` : `${signature}${text}`;
}
