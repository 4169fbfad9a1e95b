import { useNotificationContext, useTranslate } from 'ra-core';
import type { NotificationPayload } from 'ra-core';
import { useEffect, useEffectEvent } from 'react';
import { Icon } from '../components/Icon.tsx';
import { StatusIcon } from '../components/StatusIcon.tsx';
import type { Status } from '../components/StatusIcon.tsx';

const statusOf: Record<string, Status> = {
  success: 'ok',
  error: 'bad',
  warning: 'wait',
  info: 'flight',
};

/** How long an act that can be taken back offers to be. */
const UNDO_MS = 10_000;

const keyOf = (note: NotificationPayload) =>
  `${note.type}:${typeof note.message === 'string' ? note.message : ''}`;

/** The last three, each sentence once; what went right answers what went wrong before it. */
function notesToShow(all: readonly NotificationPayload[]): NotificationPayload[] {
  const success = all.findLastIndex((note) => note.type === 'success');
  const current = all.filter((note, index) => note.type !== 'error' || index > success);
  return [...new Map(current.map((note) => [keyOf(note), note])).values()].slice(-3);
}

/** What the last acts changed; a refusal stays until it is closed. */
export function Notes() {
  const { notifications, setNotifications } = useNotificationContext();
  const t = useTranslate();
  const close = (closed: NotificationPayload) =>
    setNotifications((before) => before.filter((note) => keyOf(note) !== keyOf(closed)));
  return (
    <div className="r-notes" role="status" aria-live="polite">
      {notesToShow(notifications).map((note) => (
        <Note
          key={keyOf(note)}
          note={note}
          closeLabel={t('common.close')}
          onClose={() => close(note)}
        />
      ))}
    </div>
  );
}

function Note(props: { note: NotificationPayload; closeLabel: string; onClose: () => void }) {
  const { note, closeLabel, onClose } = props;
  const t = useTranslate();
  const stays = note.type === 'error';
  const undo = note.notificationOptions?.['undo'] as (() => void) | undefined;
  // The timer belongs to the note, not to the parent's renders.
  const end = useEffectEvent(onClose);
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => end(), undo === undefined ? 5000 : UNDO_MS);
    return () => clearTimeout(timer);
  }, [stays, undo, note]);
  const { message, notificationOptions } = note;
  const args = notificationOptions?.messageArgs as Record<string, unknown> | undefined;
  return (
    <div className="r-notes__item">
      <StatusIcon status={statusOf[note.type] ?? 'flight'} />
      <span>{typeof message === 'string' ? t(message, { _: message, ...args }) : message}</span>
      {undo !== undefined && (
        <button
          type="button"
          className="r-btn r-btn--plain"
          onClick={() => {
            onClose();
            undo();
          }}
        >
          {t('common.undo')}
        </button>
      )}
      <button
        type="button"
        className="r-btn r-btn--plain r-btn--icon"
        aria-label={closeLabel}
        onClick={onClose}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
