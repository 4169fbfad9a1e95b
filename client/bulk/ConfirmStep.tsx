import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { BulkRates, PlanRecord } from '#contract/bulk.ts';
import { parseCount } from '#domain/bulk-rules.ts';
import {
  Button,
  Panel,
  StickyActions,
  VerbButton,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { PlanSentence } from './PlanSentence.tsx';
import { SamplePanel } from './PlanStep.tsx';
import { PlanWords } from './PlanWords.tsx';
import { RateTable } from './RateTable.tsx';
import { useStartPlan } from './usePlan.ts';
import { shortHash } from './words.tsx';

/** Step 2: the sentence of what will happen, the typed count, the pace; or another person's decision. */
export function ConfirmStep({ plan, onRun }: { plan: PlanRecord; onRun: () => void }) {
  const { staff } = useSession();
  const mayMake = useMay('plans.make');
  const mayApprove = useMay('plans.approve');
  const own = staff?.id === plan.makerId;
  const t = useTranslate();
  const open = plan.state === 'frozen' || plan.state === 'ready';
  return (
    <div className="bulk-stack">
      {open && own && mayMake && <OwnConfirm key={plan.id} plan={plan} onRun={onRun} />}
      {open && !own && (
        <p className="bulk-notice">{t('bulk.confirm.onlyMaker', { name: plan.makerName })}</p>
      )}
      {plan.state === 'awaiting_approval' && mayApprove && !own && <Approval plan={plan} />}
      {plan.state === 'awaiting_approval' && (own || !mayApprove) && (
        <Panel title={t('bulk.confirm.title')}>
          <p className="bulk-sentence">
            <PlanSentence plan={plan} />
          </p>
          <PlanWords plan={plan} />
          <p className="bulk-notice">{t('bulk.confirm.waiting')}</p>
        </Panel>
      )}
      {(plan.state === 'run' || plan.state === 'rejected') && (
        <Panel title={t('bulk.confirm.title')}>
          <p className="bulk-sentence">
            <PlanSentence plan={plan} />
          </p>
          <PlanWords plan={plan} />
        </Panel>
      )}
    </div>
  );
}

function OwnConfirm({ plan, onRun }: { plan: PlanRecord; onRun: () => void }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [rates, setRates] = useState<BulkRates>(plan.rates);
  const start = useStartPlan();
  const asks = plan.needsTyped && plan.state === 'frozen';
  const count = formatNumber(plan.itemCount, locale);
  const submit = () => {
    if (asks && parseCount(typed) !== plan.itemCount) {
      setWrong(true);
      document.getElementById(id)?.focus();
      return;
    }
    const used = plan.kind === 'resync' ? rates : null;
    start.mutate({ plan, typedCount: typed, rates: used }, { onSuccess: onRun });
  };
  const waits = plan.needsApproval && plan.state === 'frozen';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="bulk-stack"
    >
      <Panel title={t('bulk.confirm.title')}>
        <p className="bulk-sentence">
          <PlanSentence plan={plan} />
        </p>
        <PlanWords plan={plan} />
        {asks && (
          <div className="r-field bulk-typed">
            <label htmlFor={id}>{t('bulk.confirm.typed', { count })}</label>
            <input
              id={id}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              aria-invalid={wrong || undefined}
              aria-describedby={`${id}-help`}
              onChange={(event) => {
                setTyped(event.target.value);
                setWrong(false);
              }}
            />
            <p id={`${id}-help`} className={wrong ? 'r-help r-help--bad' : 'r-help'}>
              {wrong
                ? t('errors.plans.typedCount', { count })
                : t('bulk.confirm.typedHelp', {
                    limit: formatNumber(plan.typedAbove, locale),
                    plain: plan.itemCount,
                    written: count,
                  })}
            </p>
          </div>
        )}
        {waits && (
          <p className="r-note">
            {t('bulk.confirm.approval', { limit: formatNumber(plan.approvalAbove, locale) })}
          </p>
        )}
      </Panel>
      {plan.kind === 'resync' && !waits && (
        <RateTable
          rows={plan.limits.map((limit) => ({
            ...limit,
            perSecond: rates[limit.system],
            total: plan.bySystem.find(({ system }) => system === limit.system)?.n ?? 0,
          }))}
          onRate={(system, perSecond) => setRates({ ...rates, [system]: perSecond })}
        />
      )}
      <StickyActions>
        <Button kind="filled" big submit busy={start.isPending}>
          {waits
            ? t('bulk.confirm.submit', { count })
            : t(`bulk.confirm.run.${plan.kind}`, { count })}
        </Button>
      </StickyActions>
    </form>
  );
}

/** The second person: the same facts, the hash, and the act named on the button. */
function Approval({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const count = formatNumber(plan.itemCount, locale);
  const body = { version: plan.version, hash: plan.hash };
  return (
    <>
      <Panel title={t('bulk.approve.title')} note={t('bulk.madeBy', { name: plan.makerName })}>
        <p className="bulk-sentence">
          <PlanSentence plan={plan} />
        </p>
        <PlanWords plan={plan} />
        <p className="r-note">
          {t('bulk.approve.sentence', { hash: plan.hash === null ? '' : shortHash(plan.hash) })}
        </p>
      </Panel>
      {plan.sample.length > 0 && <SamplePanel plan={plan} />}
      <StickyActions>
        <VerbButton
          resource="plans"
          id={plan.id}
          verb="approve"
          body={body}
          kind="filled"
          big
          label={t('bulk.approve.button', { count })}
        />
        <VerbButton
          resource="plans"
          id={plan.id}
          verb="reject"
          body={body}
          kind="bad"
          big
          label={t('bulk.approve.reject')}
          ask={{ title: t('bulk.approve.reject'), sentence: t('bulk.approve.rejectSentence') }}
        />
      </StickyActions>
    </>
  );
}
