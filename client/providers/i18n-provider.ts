import type { I18nProvider, TranslationMessages } from 'ra-core';
import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { en } from '../messages/en.ts';
import type { Locale } from '../session/preferences.ts';

export type Catalogue = typeof en;

/** The texts of one language; the other is fetched only when it is chosen. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  return locale === 'zh'
    ? (await import('../messages/zh.ts')).zh
    : (await import('../messages/en.ts')).en;
}

/** Texts in both languages; a key that is missing shows itself, so that a test can find it. */
export function createI18nProvider(locale: Locale, first: Catalogue): I18nProvider {
  return polyglotI18nProvider(
    (wanted) => {
      const known: TranslationMessages | Promise<TranslationMessages> =
        wanted === locale ? first : loadCatalogue(wanted === 'zh' ? 'zh' : 'en');
      return known;
    },
    locale,
    [
      { locale: 'zh', name: '中文' },
      { locale: 'en', name: 'English' },
    ],
  );
}
