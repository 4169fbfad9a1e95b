import { Form, useGetList, useGetOne, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { OutageRecord } from '#contract/outages.ts';
import type { PolicyRecord } from '#contract/policies.ts';
import { responsibilities } from '#domain/exposure.ts';
import { Button, FieldRow, Panel, Segment, zoneName, useLocaleName } from '../components/index.ts';
import { AreasField } from '../outages/AreasField.tsx';
import { ServicesField } from '../outages/ServicesField.tsx';
import { LocalTimeField, SelectField, TextField } from '../outages/fields.tsx';
import { usePolicyName } from '../policies/words.ts';
import { bodyOf, type SetupValues } from './setup.ts';
import { useSimulate } from './useSimulation.ts';

interface SetupFormProps {
  begin: SetupValues;
  onMade: (id: string) => void;
}

/** Which outage, under which versions; what cannot be worked out is refused at its field. */
export function SetupForm({ begin, onMade }: SetupFormProps) {
  const t = useTranslate();
  const simulate = useSimulate(onMade);
  const submit = async (values: unknown) => {
    try {
      await simulate.mutateAsync(bodyOf(values as SetupValues));
      return undefined;
    } catch (error) {
      const { body } = error as HttpError;
      return namesFields((body as { errors?: Record<string, unknown> } | undefined)?.errors);
    }
  };
  const refusal = simulate.error;
  const fields = (refusal?.body as { errors?: object } | undefined)?.errors;
  return (
    <Form defaultValues={begin} onSubmit={submit}>
      <Panel title={t('simulation.setup')} actions={<Kind />}>
        <div className="s-setup">
          <OutagePart />
          <Policies />
          {refusal !== null && Object.keys(fields ?? {}).length === 0 && (
            <p className="r-help r-help--bad" role="alert">
              {refusal.message}
            </p>
          )}
          <Button kind="filled" submit busy={simulate.isPending}>
            {t('simulation.run')}
          </Button>
        </div>
      </Panel>
    </Form>
  );
}

/** The server names what was drawn as the form does, but for the shape around it. */
function namesFields(errors: Record<string, unknown> | undefined) {
  if (errors === undefined) return undefined;
  const { drawn, ...rest } = errors;
  return { ...rest, ...(typeof drawn === 'object' ? drawn : {}) };
}

function Kind() {
  const t = useTranslate();
  const { setValue } = useFormContext<SetupValues>();
  const kind = useWatch<SetupValues, 'kind'>({ name: 'kind' });
  return (
    <Segment
      label={t('simulation.which.label')}
      value={kind}
      options={(['logged', 'drawn'] as const).map((id) => ({
        id,
        label: t(`simulation.which.${id}`),
      }))}
      onChange={(id) => setValue('kind', id === 'drawn' ? 'drawn' : 'logged')}
    />
  );
}

function OutagePart() {
  return useWatch<SetupValues, 'kind'>({ name: 'kind' }) === 'drawn' ? <Drawn /> : <Logged />;
}

const MOST_OUTAGES = 60;

function Logged() {
  const t = useTranslate();
  const outageId = useWatch<SetupValues, 'outageId'>({ name: 'outageId' });
  const { data: latest = [] } = useGetList<OutageRecord>('outages', {
    pagination: { page: 1, perPage: MOST_OUTAGES },
    sort: { field: 'startedAt', order: 'DESC' },
    filter: { state: ['open', 'restored', 'confirmed', 'closed'] },
  });
  const listed = latest.some(({ id }) => id === outageId);
  const { data: older } = useGetOne<OutageRecord>(
    'outages',
    { id: outageId },
    { enabled: outageId !== '' && !listed },
  );
  const offered = listed || older === undefined ? latest : [older, ...latest];
  return (
    <SelectField
      source="outageId"
      label={t('simulation.outage')}
      empty={t('simulation.chooseOutage')}
      options={offered.map((one) => ({
        id: one.id,
        label: [one.number, one.title, one.endedAt === null && t('simulation.openAsOfNow')]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  );
}

function Drawn() {
  const t = useTranslate();
  const locale = useLocaleName();
  const zone = useWatch<SetupValues, 'zone'>({ name: 'zone' });
  return (
    <>
      <FieldRow>
        <LocalTimeField source="startedLocal" label={t('simulation.begins')} />
        <LocalTimeField source="endedLocal" label={t('simulation.ends')} />
      </FieldRow>
      <p className="r-note">{t('simulation.times', { zone: zoneName(zone, locale) })}</p>
      <div className="r-field" role="group" aria-label={t('simulation.services')}>
        <ServicesField />
      </div>
      <AreasField source="areaCodes" label={t('simulation.areas')} />
      <TextField
        source="sites"
        label={t('simulation.sites')}
        help={t('simulation.sitesHelp')}
        rows={2}
      />
      <FieldRow>
        <SelectField
          source="responsibility"
          label={t('simulation.responsibility')}
          options={responsibilities.map((id) => ({
            id,
            label: t(`policies.words.responsibility.${id}`),
          }))}
        />
        <Announced />
      </FieldRow>
    </>
  );
}

/** Only planned work is announced. */
function Announced() {
  const t = useTranslate();
  const responsibility = useWatch<SetupValues, 'responsibility'>({ name: 'responsibility' });
  if (responsibility !== 'planned') return null;
  return <LocalTimeField source="announcedLocal" label={t('simulation.announced')} />;
}

/** What applies by itself; A begins with it. */
const STANDARD_FAMILY = 'standard';

function Policies() {
  const t = useTranslate();
  const policyName = usePolicyName();
  const { setValue, getValues } = useFormContext<SetupValues>();
  const { data = [] } = useGetList<PolicyRecord>('policies', {
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'name', order: 'ASC' },
  });
  const standing = data.find(({ inForce, family }) => inForce && family === STANDARD_FAMILY)?.id;
  useEffect(() => {
    if (standing !== undefined && getValues('a') === '') setValue('a', standing);
  }, [standing, getValues, setValue]);
  const options = data.map((one) => ({
    id: one.id,
    label: [
      policyName(one),
      t('simulation.version', { version: one.versionNo }),
      one.inForce ? t('simulation.inForce') : t(`policies.words.state.${one.state}`),
    ].join(' · '),
  }));
  const swap = () => {
    const { a, b } = getValues();
    if (b === '') return;
    setValue('a', b);
    setValue('b', a);
  };
  return (
    <div className="s-sides">
      <SelectField
        source="a"
        label={t('simulation.policyA')}
        empty={t('simulation.choosePolicy')}
        options={options}
      />
      <Button
        kind="plain"
        icon="swap"
        aria-label={t('simulation.swap')}
        title={t('simulation.swap')}
        onClick={swap}
      />
      <SelectField
        source="b"
        label={t('simulation.policyB')}
        empty={t('simulation.noB')}
        options={options}
      />
    </div>
  );
}
