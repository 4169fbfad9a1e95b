import { useTranslate } from 'ra-core';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  EmptyState,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  SideColumn,
} from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import '../outages/outages.css';
import { MySimulations } from './MySimulations.tsx';
import { SetupForm } from './SetupForm.tsx';
import { beginWith } from './setup.ts';
import './simulation.css';
import { Outcome } from './Outcome.tsx';
import { useSimulation } from './useSimulation.ts';

/** An outage, logged or drawn, under policy A and, to compare, B. The address says which simulation is shown. */
export function SimulationPage() {
  const t = useTranslate();
  const [params, setParams] = useSearchParams();
  const { zone } = useSession();
  const id = params.get('id') ?? '';
  const { data, error, refetch } = useSimulation(id);
  const show = useCallback((made: string) => setParams({ id: made }), [setParams]);
  const given = {
    zone,
    outage: params.get('outage') ?? '',
    a: params.get('a') ?? '',
    b: params.get('b') ?? '',
    drawn: params.get('kind') === 'drawn',
  };
  return (
    <Page
      side={
        <SideColumn>
          <MySimulations shown={id} />
        </SideColumn>
      }
    >
      <PageHead title={t('simulation.title')} facts={[t('simulation.lead')]} crumb={false} />
      {id === '' ? (
        <>
          <SetupForm key={params.toString()} begin={beginWith(given, undefined)} onMade={show} />
          <EmptyState text={t('simulation.empty')} />
        </>
      ) : data === undefined ? (
        error === null ? (
          <LoadingShape shape="record" rows={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <SetupForm key={id} begin={beginWith(given, data.asked)} onMade={show} />
          <Outcome simulation={data} />
        </>
      )}
    </Page>
  );
}
