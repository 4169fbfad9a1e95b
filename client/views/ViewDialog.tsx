import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { roles, type Role } from '#domain/permissions.ts';
import { Button, Dialog } from '../components/index.ts';

export interface ViewFacts {
  name: string;
  roles: Role[];
}

interface ViewDialogProps {
  title: string;
  start?: ViewFacts;
  busy: boolean;
  onClose(): void;
  onSave(facts: ViewFacts): void;
}

/** Those who read cases. */
const READERS = roles.filter((role) => role !== 'administrator');
const NAME_MAX = 60;

/** The name of a view and with whom it is shared. */
export function ViewDialog({ title, start, busy, onClose, onSave }: ViewDialogProps) {
  const t = useTranslate();
  const id = useId();
  const [name, setName] = useState(start?.name ?? '');
  const [shared, setShared] = useState<readonly Role[]>(start?.roles ?? []);
  const [missing, setMissing] = useState(false);
  const submit = () => {
    if (busy) return;
    if (name.trim() === '') setMissing(true);
    else onSave({ name: name.trim(), roles: [...shared] });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={busy}>
            {t('views.save')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{t('views.name')}</label>
        <input
          id={id}
          value={name}
          maxLength={NAME_MAX}
          autoComplete="off"
          data-first
          aria-invalid={missing || undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            setName(event.target.value);
            setMissing(false);
          }}
        />
        <p id={`${id}-help`} className={missing ? 'r-help r-help--bad' : 'r-help'}>
          {t(missing ? 'common.required' : 'views.nameHelp')}
        </p>
      </div>
      <fieldset className="r-field v-roles">
        <legend>{t('views.shareWith')}</legend>
        {READERS.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={shared.includes(role)}
              onChange={(event) =>
                setShared(
                  event.target.checked
                    ? [...shared, role]
                    : shared.filter((other) => other !== role),
                )
              }
            />
            {t(`shell.roles.${role}`)}
          </label>
        ))}
        <p className="r-help">{t('views.shareHelp')}</p>
      </fieldset>
    </Dialog>
  );
}
