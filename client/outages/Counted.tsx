import { useTranslate } from 'ra-core';
import type { Membership } from '#contract/outages.ts';
import { createZone } from '#domain/time.ts';
import { Icon, KeyValues, Num } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { localNow } from '../components/local-time.ts';

/** Affected lines by plan type, with the basis and what it misses. */
export function Counted({ membership }: { membership: Membership }) {
  const t = useTranslate();
  const session = useSession();
  const { sitesNamed, sitesMatched, sitesUnmatched, attached } = membership;
  return (
    <>
      <KeyValues
        rows={[
          attached !== null && {
            key: 'attached',
            label: t('outages.attachedLines'),
            value: (
              <>
                <Num value={attached.inSnapshot} /> / <Num value={attached.lines} />
              </>
            ),
          },
          sitesNamed > 0 && {
            key: 'sites',
            label: t('outages.scope.sites'),
            value: `${sitesMatched} / ${sitesNamed}`,
          },
          {
            key: 'lines',
            label: t('outages.scope.lines'),
            strong: true,
            value: <Num value={membership.affectedLines} />,
          },
          ...membership.byPlanType.map(({ planType, lines }) => ({
            key: planType,
            label: t(`policies.words.planType.${planType}`),
            indent: true,
            value: <Num value={lines} />,
          })),
          {
            key: 'snapshot',
            label: t('outages.scope.snapshot'),
            value: localNow(createZone(session.zone), membership.snapshotAsOfAt).replace('T', ' '),
          },
        ]}
      />
      {sitesUnmatched.length > 0 && (
        <p className="o-warn">
          <Icon name="info" size={14} />
          {t('outages.scope.unmatched', {
            smart_count: sitesUnmatched.length,
            list: sitesUnmatched.slice(0, 8).join(', '),
          })}
        </p>
      )}
      {membership.basis === 'home_area' && (
        <p className="o-warn">
          <Icon name="clock" size={14} />
          {t('outages.scope.travellers')}
        </p>
      )}
    </>
  );
}
