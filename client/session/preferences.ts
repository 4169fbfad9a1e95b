/** Language and theme, kept where react-admin's store keeps them, so that both entries agree. */
export type Locale = 'zh' | 'en';
export type ThemeName = 'light' | 'dark';

const localeKey = 'RaStore.locale';
const themeKey = 'RaStore.theme';

function read(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export function keep(key: 'locale' | 'theme', value: string): void {
  try {
    localStorage.setItem(key === 'locale' ? localeKey : themeKey, JSON.stringify(value));
  } catch {
    // Storage may be refused; the choice then lasts for this page only.
  }
}

/** Chinese unless the browser asks for another language first; a kept choice wins. */
export function preferredLocale(): Locale {
  const kept = read(localeKey);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function preferredTheme(): ThemeName {
  const kept = read(themeKey);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function showTheme(theme: ThemeName): void {
  document.documentElement.dataset.theme = theme;
}

export function showLocale(locale: Locale): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
}
