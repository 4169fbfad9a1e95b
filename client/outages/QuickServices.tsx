import { ValidationError, useTranslate } from 'ra-core';
import { useEffect, useRef } from 'react';
import { useController, useFormState } from 'react-hook-form';
import type { Severity } from '#domain/exposure.ts';
import type { Service } from '#domain/weights.ts';
import { rowOrder } from './picture.ts';
import type { ServiceValues } from './draft.ts';

const choices = ['none', 'full', 'degraded'] as const;

/** Whether a key was meant for a field that takes text. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select');

/** One row a service: works, out, or degraded. The keys 1 2 3 walk through the three. */
export function QuickServices() {
  const t = useTranslate();
  const { field } = useController({ name: 'services' });
  const { errors } = useFormState({ name: 'services' });
  const chosen = field.value as ServiceValues[];
  const fault = errors.services as { message?: string; root?: { message?: string } } | undefined;
  const message = fault?.message ?? fault?.root?.message;
  const { onChange } = field;
  const ref = useRef<HTMLDivElement>(null);
  // Ready for the keys: arrows choose, Enter logs.
  useEffect(() => ref.current?.querySelector('input')?.focus(), []);
  const severityOf = (service: Service) =>
    chosen.find((row) => row.service === service)?.severity ?? 'none';
  const set = (service: Service, choice: (typeof choices)[number]) => {
    const others = chosen.filter((row) => row.service !== service);
    const row = (severity: Severity) => ({
      ...{ service, severity, startedLocal: '', endedLocal: '' },
    });
    onChange(choice === 'none' ? others : [...others, row(choice)]);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const service = rowOrder[['Digit1', 'Digit2', 'Digit3'].indexOf(event.code)];
      if (service === undefined || isTyping(event.target)) return;
      event.preventDefault();
      const at = choices.indexOf(severityOf(service));
      set(service, choices[(at + 1) % choices.length] ?? 'none');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <div className="o-quick" ref={ref}>
      {rowOrder.map((service, index) => (
        <fieldset className="o-quick__row" key={service}>
          <legend>
            <kbd>{index + 1}</kbd> {t(`policies.words.services.${service}`)}
          </legend>
          <div className="o-quick__choices">
            {choices.map((choice) => (
              <label key={choice} className={`o-quick__choice o-quick__choice--${choice}`}>
                <input
                  type="radio"
                  name={`quick.${service}`}
                  checked={severityOf(service) === choice}
                  aria-invalid={message !== undefined || undefined}
                  onChange={() => set(service, choice)}
                />
                <span>
                  {choice === 'none'
                    ? t('outages.quick.none')
                    : t(`policies.words.severity.${choice}`)}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {message !== undefined && message !== '' && (
        <p className="r-help r-help--bad" role="alert">
          <ValidationError error={message} />
        </p>
      )}
    </div>
  );
}
