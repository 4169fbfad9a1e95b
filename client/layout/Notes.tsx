import { useNotificationContext, useTranslate } from 'ra-core';
import type { NotificationPayload } from 'ra-core';
import { useEffect, useState } from 'react';
import { Icon } from '../components/Icon.tsx';
import { StatusIcon } from '../components/StatusIcon.tsx';
import type { Status } from '../components/StatusIcon.tsx';

const statusOf: Record<string, Status> = {
  success: 'ok',
  error: 'bad',
  warning: 'wait',
  info: 'flight',
};

/** What the last acts changed; a refusal stays until it is closed. */
export function Notes() {
  const { notifications, takeNotification } = useNotificationContext();
  const [shown, setShown] = useState<(NotificationPayload & { key: number })[]>([]);
  const t = useTranslate();

  useEffect(() => {
    if (notifications.length === 0) return;
    const next = takeNotification();
    if (next === undefined) return;
    setShown((before) => {
      // What went right answers what went wrong before it.
      const kept =
        next.type === 'success' ? before.filter((note) => note.type !== 'error') : before;
      return [...kept.slice(-2), { ...next, key: (before.at(-1)?.key ?? 0) + 1 }];
    });
  }, [notifications, takeNotification]);

  const close = (key: number) => setShown((before) => before.filter((note) => note.key !== key));
  return (
    <div className="r-notes" role="status" aria-live="polite">
      {shown.map((note) => (
        <Note
          key={note.key}
          note={note}
          closeLabel={t('common.close')}
          onClose={() => close(note.key)}
        />
      ))}
    </div>
  );
}

function Note(props: { note: NotificationPayload; closeLabel: string; onClose: () => void }) {
  const { note, closeLabel, onClose } = props;
  const t = useTranslate();
  const stays = note.type === 'error';
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(onClose, 5000);
    return () => clearTimeout(timer);
    // The timer belongs to the note, not to the parent's renders.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stays, note]);
  const { message, notificationOptions } = note;
  const args = notificationOptions?.messageArgs as Record<string, unknown> | undefined;
  return (
    <div className="r-notes__item">
      <StatusIcon status={statusOf[note.type] ?? 'flight'} />
      <span>{typeof message === 'string' ? t(message, { _: message, ...args }) : message}</span>
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
