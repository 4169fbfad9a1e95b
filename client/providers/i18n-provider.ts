import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { I18nProvider } from 'ra-core';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import type { Locale } from '../session/preferences.ts';

/** Texts in both languages; a key that is missing shows itself, so that a test can find it. */
export function createI18nProvider(locale: Locale): I18nProvider {
  return polyglotI18nProvider(
    (wanted) => (wanted === 'zh' ? zh : en),
    locale,
    [
      { locale: 'zh', name: '中文' },
      { locale: 'en', name: 'English' },
    ],
    { allowMissing: false },
  );
}
