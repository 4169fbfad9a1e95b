import { useNotify, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { SubmitEvent } from 'react';
import { Button, Panel } from '../components/index.ts';
import { RefusedError } from '../session/session-client.ts';
import { useSessionClient } from '../session/SessionContext.ts';

type Faults = Partial<Record<'current' | 'next' | 'again' | 'form', string>>;

const empty = { current: '', next: '', again: '' };

function faultsOf(error: unknown, t: (key: string, o?: object) => string): Faults {
  if (!(error instanceof RefusedError)) return { form: t('errors.other') };
  const { errors, message, args } = error.wire;
  if (errors === undefined) return { form: t(message, { ...args, _: t('errors.other') }) };
  return Object.fromEntries(
    Object.entries(errors).map(([field, fault]) => [field, t(fault.message, fault.args)]),
  );
}

/** The change of one's own password; its text is never kept as a draft. */
export function PasswordPanel() {
  const t = useTranslate();
  const notify = useNotify();
  const client = useSessionClient();
  const [values, setValues] = useState(empty);
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);

  const check = (): Faults => {
    if (values.next.length < 12) return { next: t('errors.password.short') };
    if (values.next !== values.again) return { again: t('account.password.differ') };
    return {};
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const found = check();
    setFaults(found);
    if (busy || Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await client.changePassword(values.current, values.next);
      setValues(empty);
      notify('account.password.done', { type: 'success' });
    } catch (error) {
      setFaults(faultsOf(error, t));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof empty, label: string, help?: string) => (
    <SecretInput
      label={label}
      value={values[name]}
      autoComplete={name === 'current' ? 'current-password' : 'new-password'}
      help={help}
      fault={faults[name]}
      onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
    />
  );
  return (
    <Panel title={t('account.password.title')} note={t('account.password.lead')}>
      <form className="r-narrow" onSubmit={(event) => void submit(event)} noValidate>
        {field('current', t('account.password.current'))}
        {field('next', t('account.password.next'), t('account.password.hint'))}
        {field('again', t('account.password.repeat'))}
        {faults.form !== undefined && (
          <p className="r-help r-help--bad" role="alert">
            {faults.form}
          </p>
        )}
        <div>
          <Button kind="filled" submit busy={busy}>
            {t('account.password.save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

interface SecretInputProps {
  label: string;
  value: string;
  autoComplete: string;
  help: string | undefined;
  fault: string | undefined;
  onChange: (value: string) => void;
}

function SecretInput({ label, value, autoComplete, help, fault, onChange }: SecretInputProps) {
  const id = useId();
  const note = fault ?? help;
  return (
    <div className="r-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="password"
        value={value}
        autoComplete={autoComplete}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className={fault === undefined ? 'r-help' : 'r-help r-help--bad'}>
          {note}
        </p>
      )}
    </div>
  );
}
