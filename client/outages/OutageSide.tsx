import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageShow } from '#contract/outages.ts';
import {
  DataAmount,
  KeyValues,
  Money,
  Num,
  SideColumn,
  SideSection,
  StatusWord,
  When,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { RecoveryLink } from '../recoveries/RecoveryLink.tsx';
import { RunningCost } from './RunningCost.tsx';
import { SideOverlaps, SideScope } from './SideScope.tsx';
import { useBatches } from './useBatches.ts';

/** Cost, scope and impact; the acts stand in the head. */
export function OutageSide({ outage }: { outage: OutageShow }) {
  return (
    <SideColumn>
      {outage.state === 'open' ? <RunningCost outage={outage} /> : <Cost outage={outage} />}
      <RecoveryLink outage={outage} />
      <SideScope outage={outage} />
      <SideOverlaps outage={outage} />
      <Facts outage={outage} />
      <Impact outage={outage} />
    </SideColumn>
  );
}

function Cost({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const { batches, live } = useBatches(outage.id);
  return (
    <SideSection title={t('outages.cost.title')} link={live && t('outages.cost.note')}>
      {live === undefined ? (
        <p className="r-note">
          {t(outage.state === 'confirmed' ? 'outages.cost.none' : 'outages.cost.notYet')}
        </p>
      ) : (
        <>
          <p className="o-cost">
            <Money fen={live.valueFen} />
          </p>
          <p className="r-note">
            <DataAmount mb={live.totalMb} />
            {live.lineCount > 0 && (
              <>
                {' · '}
                {t('outages.cost.perLine', { mb: Math.round(live.totalMb / live.lineCount) })}
              </>
            )}
          </p>
        </>
      )}
      {batches.length > 0 && (
        <KeyValues
          rows={batches.map((batch) => ({
            key: batch.id,
            label: <Link to={`/compensation-batches/${batch.id}/show`}>{batch.number}</Link>,
            value: t(`compensation.state.${batch.state}`, { _: batch.state }),
          }))}
        />
      )}
      <Simulate outage={outage} />
    </SideSection>
  );
}

function Simulate({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('policies.simulate');
  if (!may || outage.state === 'cancelled') return null;
  return (
    <p className="r-note">
      <Link to={`/simulation?outage=${outage.id}`}>{t('simulation.open')}</Link>
    </p>
  );
}

function Facts({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const field = (name: string) => t(`resources.outages.fields.${name}`);
  return (
    <SideSection title={t('outages.facts')} link={outage.number}>
      <KeyValues
        rows={[
          {
            key: 'cause',
            label: field('cause'),
            value: locale === 'zh' ? outage.causeNameZh : outage.causeNameEn,
          },
          outage.responsibleParty !== null && {
            key: 'party',
            label: field('responsibleParty'),
            value: outage.responsibleParty,
          },
          outage.estimatedEndAt !== null && {
            key: 'estimated',
            label: field('estimatedEndAt'),
            value: <When at={outage.estimatedEndAt} zone={outage.zone} />,
          },
          outage.announcedAt !== null && {
            key: 'announced',
            label: field('announcedAt'),
            value: <When at={outage.announcedAt} zone={outage.zone} />,
          },
          outage.detectedAt !== null && {
            key: 'detected',
            label: field('detectedAt'),
            value: <When at={outage.detectedAt} zone={outage.zone} />,
          },
          { key: 'logger', label: field('loggerName'), value: outage.loggerName },
          outage.agreedAt !== null && {
            key: 'agreed',
            label: t('outages.agreedAt'),
            value: <When at={outage.agreedAt} />,
          },
        ]}
      />
    </SideSection>
  );
}

function Impact({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  return (
    <SideSection title={t('outages.impact.title')}>
      <KeyValues
        rows={[
          {
            key: 'emergency',
            label: t('outages.impact.emergency'),
            value: outage.emergencyCallsAffected ? (
              <StatusWord status="bad">{t('outages.impact.hit')}</StatusWord>
            ) : (
              t('outages.impact.notHit')
            ),
          },
          {
            key: 'important',
            label: t('outages.impact.important'),
            value: <Num value={outage.importantCustomers} />,
          },
          {
            key: 'regulator',
            label: t('outages.impact.regulator'),
            value: (
              <When
                at={outage.regulatorToldAt}
                zone={outage.zone}
                fallback={t('outages.impact.notTold')}
              />
            ),
          },
          {
            key: 'failed',
            label: t('outages.impact.failed'),
            value: <FailedLink outage={outage} />,
          },
        ]}
      />
    </SideSection>
  );
}

/** The cases behind the number: requested in the areas while it lasted. */
function FailedLink({ outage }: { outage: OutageShow }) {
  const now = useNow();
  const may = useMay('cases.read');
  const { count } = outage.failedUnsubscribes;
  if (!may || count === 0) return <Num value={count} />;
  const filter = {
    areaCode: outage.areaCodes,
    requestedFrom: outage.startedAt,
    requestedUntil: outage.endedAt ?? now,
  };
  return (
    <Link to={`/cases?filter=${encodeURIComponent(JSON.stringify(filter))}`}>
      <Num value={count} />
    </Link>
  );
}
