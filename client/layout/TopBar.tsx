import { useLocaleState, useTranslate } from 'ra-core';
import { useTheme } from 'ra-ui-materialui';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useLocaleName } from '../components/Values.tsx';
import { useNow } from '../components/clock.ts';
import { formatExact, formatTime, zoneName, zoneOffset } from '../components/format.ts';
import { features } from '../features.ts';
import { QuickButton } from '../outages/QuickButton.tsx';
import { useSession } from '../session/SessionContext.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Palette } from './Palette.tsx';
import { navItemAt } from './nav.ts';

interface TopBarProps {
  crumb: string;
  narrow: boolean;
  onMenu: () => void;
}

/** Where you are, search and commands, the zone's clock, language, theme, account. */
export function TopBar({ crumb, narrow, onMenu }: TopBarProps) {
  const t = useTranslate();
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setSearching(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <header className="r-top">
      {narrow && <MenuOrBack crumb={crumb} onMenu={onMenu} />}
      <Breadcrumb crumb={crumb} narrow={narrow} />
      <button
        type="button"
        className="r-search"
        aria-label={t('shell.search.label')}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setSearching(true)}
      >
        <Icon name="search" size={14} />
        <span>{t('shell.search.placeholder')}</span>
        <kbd>{/Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <QuickButton />
      <Clock />
      <LocaleButton />
      <ThemeButton />
      <AccountMenu />
      {searching && <Palette onClose={() => setSearching(false)} />}
    </header>
  );
}

/** On a phone: the menu on a page of the rail, the way back on a page below it. */
function MenuOrBack({ crumb, onMenu }: { crumb: string; onMenu: () => void }) {
  const { pathname } = useLocation();
  const t = useTranslate();
  const item = navItemAt(features, pathname);
  if (item !== undefined && crumb !== '') {
    return (
      <Link
        className="r-btn r-btn--plain r-btn--icon"
        to={item.to}
        aria-label={t('shell.nav.back', { page: t(item.labelKey) })}
      >
        <Icon name="left" />
      </Link>
    );
  }
  return (
    <button
      type="button"
      className="r-btn r-btn--plain r-btn--icon"
      aria-label={t('shell.nav.open')}
      onClick={onMenu}
    >
      <Icon name="menu" />
    </button>
  );
}

function Breadcrumb({ crumb, narrow }: { crumb: string; narrow: boolean }) {
  const { pathname } = useLocation();
  const t = useTranslate();
  const item = navItemAt(features, pathname);
  const parts: { key: string; label: string; to?: string }[] = [];
  if (item !== undefined && item.group !== 'inbox' && !narrow) {
    parts.push({ key: 'group', label: t(`shell.group.${item.group}`) });
  }
  if (item !== undefined) parts.push({ key: 'page', label: t(item.labelKey), to: item.to });
  if (crumb !== '' && (!narrow || item === undefined)) parts.push({ key: 'record', label: crumb });
  const last = parts.length - 1;
  return (
    <nav className="r-crumbs" aria-label={t('shell.breadcrumb')}>
      <ol>
        {parts.map((part, index) => (
          <li key={part.key} aria-current={index === last ? 'page' : undefined}>
            {part.to !== undefined && index !== last ? (
              <Link to={part.to}>{part.label}</Link>
            ) : (
              part.label
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Clock() {
  const { zone } = useSession();
  const now = useNow(1000);
  const t = useTranslate();
  const locale = useLocaleName();
  const where = `${zoneName(zone, locale)} ${zoneOffset(zone, now)}`;
  return (
    <time
      className="r-clock"
      title={formatExact(now, zone, locale)}
      aria-label={t('shell.clock', { zone: where })}
    >
      {formatTime(now, zone, true)} <span>{where}</span>
    </time>
  );
}

function LocaleButton() {
  const [locale, setLocale] = useLocaleState();
  const t = useTranslate();
  return (
    <LanguageSwitch
      label={t('shell.language')}
      locale={locale === 'zh' ? 'zh' : 'en'}
      onLocale={setLocale}
    />
  );
}

function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const t = useTranslate();
  const dark = theme === 'dark';
  const label = t(dark ? 'shell.theme.light' : 'shell.theme.dark');
  return (
    <button
      type="button"
      className="r-btn r-btn--plain r-btn--icon r-top__theme"
      aria-label={label}
      title={label}
      onClick={() => setTheme(dark ? 'light' : 'dark')}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}
