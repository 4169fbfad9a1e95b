import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import { Icon } from '../components/Icon.tsx';
import type { IconName } from '../components/Icon.tsx';
import { features } from '../features.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { visibleNav } from './nav.ts';
import { nameMatches } from './pinyin.ts';
import { usePaletteFinds } from './usePaletteFinds.ts';

export interface Command {
  key: string;
  label: string;
  icon: IconName;
  note?: string;
  run: () => void | Promise<void>;
}

const ticketShape = /^(?=.*\d)[A-Za-z]{1,8}[-_]?[A-Za-z0-9-]{3,}$/;

const casesBy = (filter: Record<string, unknown>) =>
  `/cases?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** What the typed text may mean: a number, a ticket, or pages by name and pinyin initials. */
function useCommands(
  typed: string,
  onClose: () => void,
  setFault: (text: string) => void,
): Command[] {
  const { permissions } = useSession();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const navigate = useNavigate();
  const t = useTranslate();
  const go = (to: string) => {
    onClose();
    void navigate(to);
  };
  const commands: Command[] = [];
  const text = typed.trim();
  if (permissions.includes('cases.read') && normaliseMsisdn(text) !== null) {
    // The number goes in a body, never in an address; pages are opened by the line's id.
    const lineId = async () => {
      const body = { msisdn: text };
      return (await dataProvider.send<{ id: string }>('POST', 'lines/lookup', body)).id;
    };
    commands.push(
      {
        ...{ key: 'line', label: t('shell.search.lineByNumber'), icon: 'phone' },
        run: async () => go(`/lines/${await lineId()}`),
      },
      {
        ...{ key: 'number', label: t('shell.search.byNumber'), icon: 'list' },
        run: async () => go(casesBy({ lineId: await lineId() })),
      },
    );
  } else if (permissions.includes('cases.read') && ticketShape.test(text)) {
    commands.push({
      key: 'ticket',
      label: t('shell.search.byTicket', { ticket: text.toUpperCase() }),
      icon: 'search',
      run: () => go(casesBy({ ticketNo: text })),
    });
  }
  commands.push(...usePaletteFinds(text, go));
  for (const { group, items } of visibleNav(features, permissions)) {
    for (const item of items) {
      const label = t(item.labelKey);
      if (!nameMatches(label, text)) continue;
      const note = group === 'inbox' ? '' : t(`shell.group.${group}`);
      commands.push({ key: item.to, label, icon: item.icon, note, run: () => go(item.to) });
    }
  }
  const account = t('shell.menu.account');
  if (nameMatches(account, text)) {
    commands.push({ key: '/account', label: account, icon: 'key', run: () => go('/account') });
  }
  return commands.map((command) => ({
    ...command,
    run: async () => {
      try {
        await command.run();
      } catch (error) {
        const { status, message } = error as HttpError;
        setFault(status === 404 ? t('shell.search.noLine') : message);
      }
    },
  }));
}

/** Search and commands over the page; arrows choose, Enter opens, Escape closes. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const t = useTranslate();
  const ref = useRef<HTMLDialogElement>(null);
  const commands = useCommands(typed, onClose, setFault);
  useEffect(() => {
    if (ref.current !== null && !ref.current.open) ref.current.showModal();
  }, []);
  const run = async (command: Command | undefined) => {
    if (command === undefined || busy) return;
    setBusy(true);
    setFault('');
    await command.run();
    setBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((before) => (before + step + commands.length) % Math.max(commands.length, 1));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      void run(commands[at]);
    }
  };
  return (
    <dialog
      ref={ref}
      className="r-palette"
      aria-label={t('shell.search.label')}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className="r-palette__field">
        <Icon name="search" />
        <input
          value={typed}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={commands[at] === undefined ? undefined : `palette-${at}`}
          aria-label={t('shell.search.label')}
          placeholder={t('shell.search.placeholder')}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setFault('');
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('shell.search.pages')}>
        {commands.map((command, index) => (
          <li
            key={command.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onClick={() => void run(command)}
          >
            <Icon name={command.icon} />
            <span>{command.label}</span>
            <span className="r-note r-push">{command.note}</span>
          </li>
        ))}
      </ul>
      <p className="r-palette__foot" role="status">
        {fault !== ''
          ? fault
          : commands.length === 0
            ? t('shell.search.nothing')
            : busy
              ? t('shell.search.looking')
              : t('shell.search.hint')}
      </p>
    </dialog>
  );
}
