import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { ApprovalRule, AutomaticMode } from '#contract/compensation.ts';
import { StatusWord, When, formatFen } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { limitsPath } from './limits-words.ts';

const STATUS: Readonly<Record<AutomaticMode['outcome'], Status>> = {
  under_way: 'flight',
  approved: 'ok',
  waits: 'wait',
  empty: 'held',
  refused: 'bad',
};

/** Why people are asked: the rule's own reasons, or the refusal that stopped it. */
function useObstacle() {
  const t = useTranslate();
  return ({ key, args }: NonNullable<AutomaticMode['obstacle']>): string => {
    if (!key.startsWith('automatic.')) return t(key, { ...args });
    const { valueFen, limitFen } = args;
    return t(`limits.${key.replace('automatic.', 'automatic.why.')}`, {
      ...(typeof valueFen === 'number' ? { value: formatFen(valueFen) } : {}),
      ...(typeof limitFen === 'number' ? { limit: formatFen(limitFen) } : {}),
    });
  };
}

/** What automatic mode did with a batch, by which version of which rule, and why it waits if it does. */
export function AutomaticNote({ mode }: { mode: AutomaticMode }) {
  const t = useTranslate();
  const why = useObstacle();
  const { outcome, obstacle, policy, limits, ceilingFen, decidedAt } = mode;
  return (
    <>
      <p>
        <StatusWord status={STATUS[outcome]}>{t(`limits.automatic.outcome.${outcome}`)}</StatusWord>{' '}
        {decidedAt !== null && <When at={decidedAt} />}
      </p>
      {obstacle !== null && <p>{why(obstacle)}</p>}
      <p className="r-note">
        <Link to={`/policies/${policy.id}/show`}>
          {policy.name} v{policy.versionNo}
        </Link>
        {limits !== null && (
          <>
            {' · '}
            <Link to={limitsPath(limits.id)}>
              {t('limits.versionTitle', { no: limits.versionNo })}
            </Link>
          </>
        )}
        {ceilingFen !== null &&
          ` · ${t('limits.automatic.within', { fen: formatFen(ceilingFen) })}`}
      </p>
    </>
  );
}

/** Beside an approval that no person gave: by which rule, in which versions. */
export function RuleNote({ rule }: { rule: ApprovalRule }) {
  const t = useTranslate();
  const { policy, limits, ceilingFen } = rule;
  return (
    <>
      {t('limits.automatic.outcome.approved')} ·{' '}
      {t('limits.automatic.by', {
        policy: `${policy.name} v${policy.versionNo}`,
        limits: limits?.versionNo ?? 0,
      })}{' '}
      · {t('limits.automatic.within', { fen: formatFen(ceilingFen) })}
    </>
  );
}
