import { ValidationError, useTranslate } from 'ra-core';
import { useFieldArray, useFormState } from 'react-hook-form';
import { severities } from '#domain/exposure.ts';
import { services } from '#domain/weights.ts';
import type { Service } from '#domain/weights.ts';
import { Button } from '../components/index.ts';
import { LocalTimeField, SelectField } from './fields.tsx';

/** The services that were out: one row a stretch, with times of its own where they differ. */
export function ServicesField() {
  const t = useTranslate();
  const { fields, append, remove } = useFieldArray({ name: 'services' });
  const { errors } = useFormState({ name: 'services' });
  const own = errors.services as { message?: string; root?: { message?: string } } | undefined;
  const message = own?.message ?? own?.root?.message;
  const add = (service: Service) =>
    append({ service, severity: 'full', startedLocal: '', endedLocal: '' });
  return (
    <div className="o-services">
      {fields.map((row, index) => (
        <div className="o-service" key={row.id}>
          <SelectField
            source={`services.${index}.service`}
            label={t('outages.form.service')}
            options={services.map((id) => ({ id, label: t(`policies.words.services.${id}`) }))}
          />
          <SelectField
            source={`services.${index}.severity`}
            label={t('outages.form.severity')}
            options={severities.map((id) => ({ id, label: t(`policies.words.severity.${id}`) }))}
          />
          <LocalTimeField
            source={`services.${index}.startedLocal`}
            label={t('outages.form.ownStart')}
          />
          <LocalTimeField
            source={`services.${index}.endedLocal`}
            label={t('outages.form.ownEnd')}
          />
          <Button
            kind="plain"
            icon="trash"
            aria-label={t('outages.form.removeService')}
            title={t('outages.form.removeService')}
            onClick={() => remove(index)}
          />
        </div>
      ))}
      {message !== undefined && (
        <p className="r-help r-help--bad" role="alert">
          <ValidationError error={message} />
        </p>
      )}
      <div className="o-adds">
        {services.map((service) => (
          <Button key={service} icon="plus" onClick={() => add(service)}>
            {t(`policies.words.services.${service}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
