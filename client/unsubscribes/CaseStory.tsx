import { useNotify, useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { Icon, useLocaleName } from '../components/index.ts';
import { useStory } from './useStory.ts';

interface CaseStoryProps {
  record: CaseShow;
  /** The buttons under *What to do next*. */
  buttons: ReactNode;
  /** Side by side in one panel, or one after the other. */
  split: boolean;
}

/** *What happened · What to do next*, in plain words. */
export function CaseStory({ record, buttons, split }: CaseStoryProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { happened, next } = useStory(record);
  return (
    <section className={split ? 'r-panel r-panel--split k-story' : 'k-story'}>
      <div>
        <h2>{t('unsubscribes.storyTitle.happened')}</h2>
        <p className="r-prose">{happened.join(locale === 'zh' ? '' : ' ')}</p>
        {split && <RawText record={record} />}
      </div>
      <div>
        <h2>{t('unsubscribes.storyTitle.next')}</h2>
        <ol className="k-story__steps">
          {next.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {buttons}
      </div>
    </section>
  );
}

/** What the source system answered, word for word. */
export function RawText({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const notify = useNotify();
  const text = [record.rawCode, record.rawText].filter((part) => part !== '').join(' ');
  return (
    <div className="k-raw">
      <code>{text}</code>
      <button
        type="button"
        className="r-btn r-btn--plain r-btn--icon"
        aria-label={`${t('common.copy')}: ${t('unsubscribes.storyTitle.raw')}`}
        onClick={() =>
          void navigator.clipboard
            .writeText(text)
            .then(() => notify(t('unsubscribes.storyTitle.copied'), { type: 'success' }))
        }
      >
        <Icon name="copy" size={12} />
      </button>
      <span className="r-note">{t('unsubscribes.storyTitle.raw')}</span>
    </div>
  );
}
