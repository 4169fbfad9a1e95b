import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { MessageSettingsRecord } from '#contract/messages.ts';
import {
  Button,
  ErrorState,
  FieldRow,
  FormSection,
  LinkButton,
  LoadingShape,
  Page,
  PageHead,
  StickyActions,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { NoticeRules } from './NoticeRulesForm.tsx';
import { useSaveSettings, useSettings } from './useSettings.ts';
import './notices.css';

/** What holds for all messages: signature, quiet hours, what leaves by itself. */
export function SettingsPage() {
  const t = useTranslate();
  const { data, error, refetch } = useSettings<MessageSettingsRecord>('message-settings');
  return (
    <Page width="document">
      <PageHead
        title={t('notices.settings.title')}
        actions={
          <LinkButton to="/notices" icon="mail">
            {t('notices.tabs.outbox')}
          </LinkButton>
        }
      />
      {data === undefined ? (
        error === null ? (
          <LoadingShape shape="record" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <SettingsForm key={data.version} saved={data} />
      )}
      <NoticeRules />
    </Page>
  );
}

type Change = Partial<MessageSettingsRecord>;

function SettingsForm({ saved }: { saved: MessageSettingsRecord }) {
  const t = useTranslate();
  const may = useMay('catalogue.publish');
  const [values, setValues] = useState(saved);
  const set = (change: Change) => setValues((before) => ({ ...before, ...change }));
  const save = useSaveSettings<MessageSettingsRecord>('message-settings', values);
  const word = (key: string) => t(`notices.settings.${key}`);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (may) save.mutate();
      }}
    >
      <fieldset className="r-panel n-settings" disabled={!may}>
        <div className="r-form">
          <TextFields values={values} set={set} />
          <FormSection title={word('quiet')} note={word('quietHelp')}>
            <FieldRow>
              <Field label={word('quietFrom')}>
                {(id) => (
                  <input
                    id={id}
                    type="time"
                    value={values.quietFrom}
                    onChange={(event) => set({ quietFrom: event.target.value })}
                  />
                )}
              </Field>
              <Field label={word('quietUntil')}>
                {(id) => (
                  <input
                    id={id}
                    type="time"
                    value={values.quietUntil}
                    onChange={(event) => set({ quietUntil: event.target.value })}
                  />
                )}
              </Field>
              <HourField name="holdHours" max={72} values={values} set={set} />
            </FieldRow>
          </FormSection>
          <FormSection title={word('auto')}>
            {(['tellDelayed', 'remindWaiting', 'tellDone', 'askSolved'] as const).map((name) => (
              <label key={name} className="n-check">
                <input
                  type="checkbox"
                  checked={values[name]}
                  onChange={(event) => set({ [name]: event.target.checked })}
                />
                {word(name)}
              </label>
            ))}
            <FieldRow>
              <HourField
                name="tellWithinHours"
                max={720}
                help="tellWithinHelp"
                values={values}
                set={set}
              />
              <HourField
                name="promiseHours"
                max={168}
                help="promiseHelp"
                values={values}
                set={set}
              />
            </FieldRow>
          </FormSection>
        </div>
      </fieldset>
      {may ? (
        <StickyActions>
          <Button kind="filled" big submit busy={save.isPending}>
            {word('save')}
          </Button>
        </StickyActions>
      ) : (
        <p className="r-note">{word('readOnly')}</p>
      )}
    </form>
  );
}

interface FieldsProps {
  values: MessageSettingsRecord;
  set: (change: Change) => void;
}

function TextFields({ values, set }: FieldsProps) {
  const t = useTranslate();
  return (
    <FieldRow>
      {(['signatureZh', 'signatureEn', 'hotline'] as const).map((name) => (
        <Field key={name} label={t(`notices.settings.${name}`)}>
          {(id) => (
            <input
              id={id}
              value={values[name]}
              maxLength={30}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </FieldRow>
  );
}

function HourField(
  props: FieldsProps & {
    name: 'holdHours' | 'tellWithinHours' | 'promiseHours';
    max: number;
    help?: string;
  },
) {
  const { name, max, help, values, set } = props;
  const t = useTranslate();
  return (
    <Field
      label={t(`notices.settings.${name}`)}
      {...(help === undefined ? {} : { help: t(`notices.settings.${help}`) })}
    >
      {(id) => (
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={1}
          max={max}
          value={values[name]}
          onChange={(event) => set({ [name]: Number(event.target.value) })}
        />
      )}
    </Field>
  );
}

function Field(props: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.help !== undefined && <p className="r-help">{props.help}</p>}
    </div>
  );
}
