import type { Locale } from '../session/preferences.ts';

/** 中 or EN, on the sign-in page and in the top bar. */
export function LanguageSwitch(props: {
  label: string;
  locale: Locale;
  onLocale: (locale: Locale) => void;
}) {
  const { label, locale, onLocale } = props;
  return (
    <div className="r-segment" role="group" aria-label={label}>
      <button
        type="button"
        lang="zh-CN"
        aria-pressed={locale === 'zh'}
        onClick={() => onLocale('zh')}
      >
        <span aria-hidden>中</span>
        <span className="r-hidden">中文</span>
      </button>
      <button type="button" lang="en" aria-pressed={locale === 'en'} onClick={() => onLocale('en')}>
        <span aria-hidden>EN</span>
        <span className="r-hidden">English</span>
      </button>
    </div>
  );
}
