import type { MessageSettings } from '#contract/messages.ts';
import { creditTemplateOf, creditValues } from '#domain/credit-notices.ts';
import { messageSize } from '#domain/message-parts.ts';
import { renderMessage, type MessageLanguage } from '#domain/message-text.ts';
import type { BenefitAmounts } from '#domain/message-words.ts';
import { createZone } from '#domain/time.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { PublishedText } from '../messages/template-store.ts';
import { sentence, signed, type WrittenText } from './outage-texts.ts';

/** What a text about credits is written from, as it was when the round began. */
export interface CreditWriting {
  zone: string;
  startedAt: number;
  services: Service[];
  dataValidUntilAt: number | null;
  /** Of the classes whose data is good for another time. */
  validUntilOfClass: Record<string, number>;
  hotline: string;
  signatureZh: string;
  signatureEn: string;
  templates: PublishedText[];
  now: number;
}

export const CREDIT_TEMPLATES = ['O5', 'O5A', 'O5B'] as const;

export const creditWriting = (
  paid: Pick<
    CreditWriting,
    'zone' | 'startedAt' | 'services' | 'dataValidUntilAt' | 'validUntilOfClass' | 'now'
  >,
  settings: MessageSettings,
  templates: ReadonlyMap<string, PublishedText>,
  codes: readonly string[] = CREDIT_TEMPLATES,
): CreditWriting => ({
  ...paid,
  hotline: settings.hotline,
  signatureZh: settings.signatureZh,
  signatureEn: settings.signatureEn,
  templates: codes.flatMap((code) => templates.get(code) ?? []),
});

/** The text for these amounts; undefined where a variable has no value or the text is not published. */
export function writeCreditText(
  writing: CreditWriting,
  amounts: BenefitAmounts,
  language: MessageLanguage,
  code: string = creditTemplateOf(amounts),
): WrittenText | undefined {
  const template = writing.templates.find((one) => one.code === code);
  if (template === undefined) return undefined;
  const values = creditValues({ ...writing, zone: createZone(writing.zone) }, amounts, language, {
    now: writing.now,
    hotline: writing.hotline,
  });
  const { text, missing } = renderMessage(template.texts, language, values, '');
  if (missing.length > 0) return undefined;
  const body = signed(sentence(text), language, writing);
  return {
    ...{ templateCode: template.code, templateVersionNo: template.versionNo },
    ...{ body, parts: messageSize(body).parts },
  };
}

interface ToWrite {
  amounts: BenefitAmounts;
  language: MessageLanguage;
  dataClassNo: number | null;
}

/** The same amounts come by the thousand: each text is written once. */
export function creditWriter(writing: CreditWriting) {
  const written = new Map<string, WrittenText | undefined>();
  return ({ amounts, language, dataClassNo }: ToWrite): WrittenText | undefined => {
    const own = writing.validUntilOfClass[String(dataClassNo)];
    const dataValidUntilAt = own ?? writing.dataValidUntilAt;
    const key = JSON.stringify([language, dataValidUntilAt, Object.entries(amounts).sort()]);
    if (!written.has(key))
      written.set(key, writeCreditText({ ...writing, dataValidUntilAt }, amounts, language));
    return written.get(key);
  };
}
