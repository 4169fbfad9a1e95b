import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useId } from 'react';
import type { OutageRecord } from '#contract/outages.ts';
import type { PolicyTestCase } from '#contract/policy-example.ts';
import { useNow } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import type { ExampleInput } from './example.ts';
import { inputOf, withStretches } from './example.ts';
import type { GoldenExample } from './golden-examples.ts';
import { goldenExamples } from './golden-examples.ts';
import type { Currency } from './money.ts';

/** What is being tried: the example and the clock by which it is told. */
export interface Trial {
  /** `own`, or what was picked: `golden.ATT-01`, `case.2`, `outage.01J…`. */
  id: string;
  input: ExampleInput;
  zone: string;
}

interface PickerProps {
  trial: Trial;
  cases: readonly PolicyTestCase[];
  currency: Currency;
  /** The console's zone, for all but the schemes of other countries. */
  zone: string;
  onPick(trial: Trial): void;
}

/** The stretches that an outage stands for: each service from its start to its end, or to now. */
function stretchesOf(outage: OutageRecord, now: number) {
  return outage.services.map(({ service, severity, startedAt, endedAt }) => ({
    service,
    severity,
    responsibility: outage.responsibility,
    announcedAt: outage.announcedAt,
    causeCode: outage.cause,
    startAt: startedAt ?? outage.startedAt,
    endAt: endedAt ?? outage.endedAt ?? now,
  }));
}

function useLatestOutages() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const may = useMay('outages.read');
  const { data } = useQuery({
    queryKey: ['outages', 'for-examples'],
    enabled: may,
    queryFn: () =>
      dataProvider.getList<OutageRecord>('outages', {
        filter: {},
        sort: { field: 'startedAt', order: 'DESC' },
        pagination: { page: 1, perPage: 10 },
      }),
  });
  return data?.data ?? [];
}

/** Picks what the policy is tried on: a scheme's own example, a kept test case, a real outage. */
export function ExamplePicker({ trial, cases, currency, zone, onPick }: PickerProps) {
  const t = useTranslate();
  const id = useId();
  const now = useNow();
  const outages = useLatestOutages();
  const golden = goldenExamples.filter((one) => one.currency === currency.currency);
  const goldenName = ({ templateId }: GoldenExample): string =>
    templateId === 'CN-STANDARD'
      ? t('policies.cases.documented')
      : t('policies.cases.scheme', { name: t(`policies.templates.items.${templateId}.name`) });
  const pick = (chosen: string) => {
    const [kind, key = ''] = chosen.split('.');
    const scheme = golden.find((one) => one.id === key);
    const kept = kind === 'case' ? cases[Number(key)] : undefined;
    const outage = outages.find((one) => one.id === key);
    if (scheme !== undefined) onPick({ id: chosen, input: scheme.input, zone: scheme.zone });
    if (kept !== undefined) {
      onPick({ id: chosen, input: inputOf(kept.example, zone, currency.exponent), zone });
    }
    if (outage !== undefined) {
      onPick({
        id: chosen,
        input: withStretches(trial.input, stretchesOf(outage, now), zone),
        zone,
      });
    }
  };
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('policies.cases.pick')}</label>
      <select id={id} value={trial.id} onChange={({ target }) => pick(target.value)}>
        {trial.id === 'own' && <option value="own">{t('policies.cases.own')}</option>}
        <optgroup label={t('policies.cases.groups.examples')}>
          {golden.map((one) => (
            <option key={one.id} value={`golden.${one.id}`}>
              {goldenName(one)}
            </option>
          ))}
        </optgroup>
        {cases.length > 0 && (
          <optgroup label={t('policies.cases.groups.kept')}>
            {cases.map(({ name }, index) => (
              <option key={`${index}${name}`} value={`case.${index}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {outages.length > 0 && (
          <optgroup label={t('policies.cases.groups.outages')}>
            {outages.map(({ id: key, number, title }) => (
              <option key={key} value={`outage.${key}`}>
                {t('policies.cases.outage', { number, title })}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      {trial.zone !== zone && (
        <p className="r-help">{t('policies.cases.outageZone', { zone: trial.zone })}</p>
      )}
    </div>
  );
}
