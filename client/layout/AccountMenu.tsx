import { useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useSession, useSessionClient } from '../session/SessionContext.ts';

/** Who is signed in, own password and sessions, the API pages, signing out. */
export function AccountMenu() {
  const { staff } = useSession();
  const client = useSessionClient();
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      ref.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);
  if (staff === null) return null;
  const close = () => setOpen(false);
  return (
    <div className="r-account" ref={ref}>
      <button
        type="button"
        className="r-account__button"
        aria-expanded={open}
        aria-label={t('shell.menu.label', { name: staff.name })}
        onClick={() => setOpen(!open)}
      >
        <span className="r-account__initial" aria-hidden>
          {staff.name.slice(0, 1)}
        </span>
        <span className="r-account__name">{staff.name}</span>
        <span className="r-account__role">{t(`shell.roles.${staff.role}`)}</span>
      </button>
      {open && (
        <ul className="r-pop r-pop__menu r-pop--right">
          <li className="r-account__who">
            {staff.name} · {t(`shell.roles.${staff.role}`)}
          </li>
          <li>
            <Link to="/account" onClick={close}>
              <Icon name="key" size={14} />
              {t('shell.menu.account')}
            </Link>
          </li>
          <li>
            <a href="/api/docs" target="_blank" rel="noreferrer" onClick={close}>
              <Icon name="code" size={14} />
              {t('shell.menu.api')}
            </a>
          </li>
          <li>
            <button type="button" onClick={() => void client.signOut()}>
              <Icon name="logout" size={14} />
              {t('shell.menu.signOut')}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}
