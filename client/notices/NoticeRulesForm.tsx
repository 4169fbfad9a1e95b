import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { NoticeRulesRecord } from '#contract/notice-rounds.ts';
import { NOTICE_RATE } from '#domain/notice-rates.ts';
import { Button, ErrorState, FieldRow, FormSection, LoadingShape } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { useSaveSettings, useSettings } from './useSettings.ts';

/** Switches of what does happen: nothing decides claims or takes credits back yet. */
const CHECKS = ['planned', 'begun', 'estimate', 'restored', 'credited'] as const;

/** What leaves by itself about outages and credits. */
export function NoticeRules() {
  const { data, error, refetch } = useSettings<NoticeRulesRecord>('notice-rules');
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingShape shape="rows" rows={6} />;
  return <RulesForm key={data.version} saved={data} />;
}

type Change = Partial<NoticeRulesRecord>;

function RulesForm({ saved }: { saved: NoticeRulesRecord }) {
  const t = useTranslate();
  const may = useMay('catalogue.publish');
  const [values, setValues] = useState(saved);
  const set = (change: Change) => setValues((before) => ({ ...before, ...change }));
  const { changedAt: _at, ...own } = values;
  const save = useSaveSettings<NoticeRulesRecord>('notice-rules', own);
  const word = (key: string) => t(`noticeRounds.settings.${key}`);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (may) save.mutate();
      }}
    >
      <fieldset className="r-panel n-settings" disabled={!may}>
        <div className="r-form">
          <FormSection title={word('title')} note={word('help')}>
            {CHECKS.map((name) => (
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
              <NumberField name="minLines" max={100_000_000} values={values} set={set} />
              <NumberField name="ratePerSecond" max={NOTICE_RATE.most} values={values} set={set} />
            </FieldRow>
            <Severities values={values} set={set} />
            {may && (
              <div>
                <Button kind="filled" submit busy={save.isPending}>
                  {t('notices.settings.save')}
                </Button>
              </div>
            )}
          </FormSection>
        </div>
      </fieldset>
    </form>
  );
}

interface FieldProps {
  values: NoticeRulesRecord;
  set: (change: Change) => void;
}

function Severities({ values, set }: FieldProps) {
  const t = useTranslate();
  return (
    <div className="r-field" role="group" aria-label={t('noticeRounds.settings.severities')}>
      <span>{t('noticeRounds.settings.severities')}</span>
      {(['full', 'degraded'] as const).map((severity) => (
        <label key={severity} className="n-check">
          <input
            type="checkbox"
            checked={values.severities.includes(severity)}
            onChange={(event) =>
              set({
                severities: event.target.checked
                  ? [...values.severities, severity]
                  : values.severities.filter((one) => one !== severity),
              })
            }
          />
          {t(`policies.words.severity.${severity}`)}
        </label>
      ))}
    </div>
  );
}

function NumberField(props: FieldProps & { name: 'minLines' | 'ratePerSecond'; max: number }) {
  const { name, max, values, set } = props;
  const t = useTranslate();
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{t(`noticeRounds.settings.${name}`)}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={name === 'minLines' ? 0 : NOTICE_RATE.least}
        max={max}
        value={values[name]}
        onChange={(event) => set({ [name]: Number(event.target.value) })}
      />
    </div>
  );
}
