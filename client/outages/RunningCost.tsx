import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageShow } from '#contract/outages.ts';
import type { OutageCost } from '#contract/simulations.ts';
import {
  DataAmount,
  ErrorState,
  KeyValues,
  LoadingShape,
  Num,
  SideSection,
  When,
  formatFactor,
  formatTime,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { Worth, worthText } from '../simulation/worth.tsx';

const MINUTE_MS = 60_000;
/** While the lines are being counted it is asked sooner. */
const SOON_MS = 5_000;

/** What an open outage costs by now and with each further minute; asks again every minute. */
export function RunningCost({ outage }: { outage: Pick<OutageShow, 'id' | 'zone'> }) {
  const t = useTranslate();
  const may = useMay('policies.simulate');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['outages', 'cost', outage.id],
    queryFn: ({ signal }) => dataProvider.read<OutageCost>(`outages/${outage.id}/cost`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'counting' ? SOON_MS : MINUTE_MS),
    retry: false,
  });
  return (
    <SideSection
      title={t('simulation.cost.title')}
      link={may && <Link to={`/simulation?outage=${outage.id}`}>{t('simulation.open')}</Link>}
    >
      {data !== undefined ? (
        <Cost cost={data} zone={outage.zone} />
      ) : error === null ? (
        <LoadingShape shape="rows" rows={3} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </SideSection>
  );
}

function Cost({ cost, zone }: { cost: OutageCost; zone: string }) {
  const t = useTranslate();
  if (cost.state === 'counting') return <p className="r-note">{t('simulation.cost.counting')}</p>;
  if (cost.state === 'blocked')
    return (
      <p className="r-note">
        {t('simulation.cost.blocked')} {cost.fault !== null && t(cost.fault, { _: cost.fault })}
      </p>
    );
  const { currency, exponent } = cost;
  const money = { currency, exponent };
  return (
    <>
      <p className="o-cost">
        <Worth {...money} value={cost.now.valueFen} />
      </p>
      <p className="r-note">
        {t('simulation.cost.asOf', { time: formatTime(cost.asOfAt, zone) })}
        {' · '}
        {t('simulation.cost.policy', { name: cost.policyName })}
      </p>
      <KeyValues
        rows={[
          {
            key: 'minute',
            label: t('simulation.cost.perMinute'),
            value: <Worth {...money} value={cost.perMinute.valueFen} signed />,
            strong: true,
          },
          {
            key: 'hour',
            label: t('simulation.cost.perHour'),
            value: <Worth {...money} value={cost.perHour.valueFen} signed />,
          },
          cost.atEstimate !== null && {
            key: 'estimate',
            label: (
              <>
                {t('simulation.cost.atEstimate')} <When at={cost.atEstimate.at} zone={zone} />
              </>
            ),
            value: <Worth {...money} value={cost.atEstimate.valueFen} />,
          },
          {
            key: 'lines',
            label: t('simulation.cost.lines'),
            value: <Num value={cost.now.lines} />,
          },
          cost.now.amounts.data > 0 && {
            key: 'data',
            label: t('simulation.row.data'),
            value: <DataAmount mb={cost.now.amounts.data} />,
          },
        ]}
      />
      <Next cost={cost} zone={zone} />
    </>
  );
}

/** What changes next: the minimum, a full unit, another weight. */
function Next({ cost, zone }: { cost: OutageCost; zone: string }) {
  const t = useTranslate();
  const { next } = cost;
  if (next === null) return null;
  return (
    <p className="r-note">
      {t(`simulation.cost.next.${next.kind}`, {
        time: formatTime(next.at, zone),
        value: worthText(next.addsFen, cost),
        weight: next.weightPerMille === null ? '' : formatFactor(next.weightPerMille),
      })}
    </p>
  );
}
