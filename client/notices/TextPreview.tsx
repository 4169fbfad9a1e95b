import { useTranslate } from 'ra-core';
import type { MessageTemplateShow } from '#contract/messages.ts';
import { messageSize, ONE_PART_UNITS } from '#domain/message-parts.ts';
import {
  longestValues,
  renderMessage,
  templateFaults,
  type MessageLanguage,
  type TemplateTexts,
} from '#domain/message-text.ts';
import { StatusWord } from '../components/index.ts';
import { textDifference } from './text-difference.ts';

interface Props {
  record: MessageTemplateShow;
  texts: TemplateTexts;
  language: MessageLanguage;
}

/** One language as the customer reads it with the longest real values: length, parts, faults, what changed. */
export function TextPreview({ record, texts, language }: Props) {
  const t = useTranslate();
  const signature = language === 'zh' ? record.signatureZh : record.signatureEn;
  const { text } = renderMessage(
    texts,
    language,
    longestValues(language, record.longestService),
    signature,
  );
  const faults = templateFaults(texts, record.code).filter((fault) => fault.language === language);
  return (
    <div className="n-preview">
      <p className="n-bubble" lang={language}>
        {text}
      </p>
      <Size text={text} language={language} />
      {faults.map(({ kind, word }) => (
        <StatusWord key={`${kind} ${word}`} status="bad">
          {t(`notices.templates.fault.${kind}`, { word })}
        </StatusWord>
      ))}
      <Difference record={record} texts={texts} language={language} />
    </div>
  );
}

function Size({ text, language }: { text: string; language: MessageLanguage }) {
  const t = useTranslate();
  const { encoding, length, parts } = messageSize(text);
  const ucs2 = encoding === 'ucs2';
  const single = ucs2 ? ONE_PART_UNITS : 160;
  const limit = parts === 1 ? single : parts * (ucs2 ? 67 : 153);
  return (
    <>
      <p className="n-size">
        {t(`notices.templates.${ucs2 ? 'length' : 'lengthGsm'}`, { length, limit })}
        <span>{t('notices.parts', { smart_count: parts })}</span>
      </p>
      {parts > 1 && language === 'zh' && (
        <StatusWord status="wait">{t('notices.templates.tooLong')}</StatusWord>
      )}
    </>
  );
}

function Difference({ record, texts, language }: Props) {
  const t = useTranslate();
  const { published } = record;
  if (published === null || record.state === 'published') return null;
  const before = language === 'zh' ? published.textZh : published.textEn;
  if (before === texts[language]) return <p className="r-note">{t('notices.templates.same')}</p>;
  return (
    <div>
      <p className="r-note">{t('notices.templates.difference')}</p>
      <p className="n-diff" lang={language}>
        {textDifference(before, texts[language]).map(({ kind, text }, index) => {
          if (kind === 'added') return <ins key={index}>{text}</ins>;
          return kind === 'removed' ? (
            <del key={index}>{text}</del>
          ) : (
            <span key={index}>{text}</span>
          );
        })}
      </p>
    </div>
  );
}
