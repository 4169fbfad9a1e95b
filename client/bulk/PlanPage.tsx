import { useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import type { PlanRecord } from '#contract/bulk.ts';
import {
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  StatusIcon,
  When,
  useUrlState,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { ConfirmStep } from './ConfirmStep.tsx';
import { JobButtons, RunStep } from './RunStep.tsx';
import { PlanSide } from './PlanSide.tsx';
import { PlanStep } from './PlanStep.tsx';
import { usePlan } from './usePlan.ts';
import { PlanStateWord } from './words.tsx';
import './bulk.css';

const steps = ['plan', 'confirm', 'run'] as const;
type Step = (typeof steps)[number];

/** One plan: what it holds, its confirmation, its run. The state is the server's; the page only asks again. */
export function PlanPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = usePlan(id);
  if (data === undefined)
    return (
      <Page>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingShape shape="record" />
        )}
      </Page>
    );
  return <PlanView plan={data} />;
}

function PlanView({ plan }: { plan: PlanRecord }) {
  const [wanted, setWanted] = useUrlState('step');
  const furthest = furthestOf(plan);
  const chosen = steps.find((step) => step === wanted);
  const step = chosen !== undefined && isOpen(chosen, plan) ? chosen : furthest;
  const go = (to: Step) => setWanted(to === furthest ? '' : to);
  return (
    <Page side={<PlanSide plan={plan} />}>
      <PlanHead plan={plan} />
      <PlanSteps plan={plan} current={step} onStep={go} />
      {step === 'plan' && <PlanStep plan={plan} onConfirm={() => setWanted('confirm')} />}
      {step === 'confirm' && <ConfirmStep plan={plan} onRun={() => setWanted('')} />}
      {step === 'run' && plan.job !== null && <RunStep plan={plan} job={plan.job} />}
    </Page>
  );
}

function PlanHead({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const { job } = plan;
  return (
    <PageHead
      title={t(`bulk.pageTitle.${plan.kind}`)}
      name={plan.number}
      tags={<PlanStateWord plan={plan} tag />}
      facts={[
        plan.number,
        job === null ? (
          <span key="made">
            {t('bulk.madeBy', { name: plan.makerName })} <When at={plan.createdAt} />
          </span>
        ) : (
          <span key="started">
            {t('bulk.startedBy', { name: job.startedByName })} <When at={job.startedAt} />
          </span>
        ),
        plan.approverName !== null &&
          plan.state !== 'rejected' &&
          t('bulk.approvedBy', { name: plan.approverName }),
        job?.state === 'running' && t('bulk.goesOn'),
      ]}
      actions={job === null ? undefined : <JobButtons plan={plan} job={job} />}
    />
  );
}

function PlanSteps(props: { plan: PlanRecord; current: Step; onStep: (step: Step) => void }) {
  const { plan, current, onStep } = props;
  const t = useTranslate();
  return (
    <ol className="bulk-steps" aria-label={t('bulk.steps.label')}>
      {steps.map((step, index) => {
        const word = (
          <>
            <StatusIcon status={stepStatus(step, plan)} />
            {`${index + 1} ${t(`bulk.steps.${step}`)}`}
          </>
        );
        const here = step === current;
        return (
          <li key={step} aria-current={here ? 'step' : undefined}>
            {isOpen(step, plan) && !here ? (
              <button type="button" onClick={() => onStep(step)}>
                {word}
              </button>
            ) : (
              <span>{word}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function furthestOf(plan: PlanRecord): Step {
  if (plan.job !== null) return 'run';
  return plan.state === 'awaiting_approval' || plan.state === 'ready' ? 'confirm' : 'plan';
}

function isOpen(step: Step, plan: PlanRecord): boolean {
  if (step === 'plan') return true;
  if (step === 'run') return plan.job !== null;
  return plan.whole && plan.itemCount > 0 && plan.state !== 'expired';
}

function stepStatus(step: Step, plan: PlanRecord): Status {
  const { job, state } = plan;
  if (step === 'plan') return plan.whole ? 'ok' : 'flight';
  if (step === 'confirm') {
    if (state === 'rejected') return 'bad';
    if (state === 'awaiting_approval') return 'wait';
    return state === 'ready' || state === 'run' ? 'ok' : 'open';
  }
  if (job === null) return 'open';
  if (job.state === 'running') return 'flight';
  return job.state === 'done' ? 'ok' : 'held';
}
