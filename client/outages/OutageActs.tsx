import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import type { BatchRecord } from '#contract/compensation.ts';
import type { OutageShow } from '#contract/outages.ts';
import { Button, LinkButton, VerbButton } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { RestoreButton } from './RestoreButton.tsx';
import { useBatches } from './useBatches.ts';
import { hasEvidence } from './words.tsx';

/** Whether the person at the desk wrote any of the facts. */
function useIsAuthor(outage: OutageShow): boolean {
  const { staff } = useSession();
  return staff !== null && (outage.loggerId === staff.id || outage.editorIds.includes(staff.id));
}

/** Why a person who may confirm cannot do it just now; null when nothing stands against it. */
function useAgainst(outage: OutageShow): string | null {
  const t = useTranslate();
  const author = useIsAuthor(outage);
  if (author) return t('errors.outages.ownFacts');
  if (outage.needsAgreement && !hasEvidence(outage)) {
    return t('errors.outages.evidenceNeeded');
  }
  if (outage.needsAgreement && outage.agreedBy === null) return t('errors.outages.agreementNeeded');
  return null;
}

/** What may be done, by state and rights; one filled button, what ends it outlined in red. */
export function OutageActs({ outage }: { outage: OutageShow }) {
  const { state } = outage;
  return (
    <>
      <PrintButton />
      {(state === 'open' || state === 'restored') && <LogActs outage={outage} />}
      {(state === 'open' || state === 'restored') && <AgreeButton outage={outage} />}
      {state === 'open' && <RestoreButton outage={outage} />}
      {state === 'restored' && <ConfirmButton outage={outage} />}
      {(state === 'confirmed' || state === 'closed') && <ConfirmedActs outage={outage} />}
    </>
  );
}

function PrintButton() {
  const t = useTranslate();
  return (
    <Button kind="plain" icon="print" onClick={() => window.print()}>
      {t('outages.print')}
    </Button>
  );
}

function LogActs({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  if (!useMay('outages.log')) return null;
  return (
    <>
      <VerbButton
        verb="cancel"
        kind="bad"
        label={t('outages.acts.cancel')}
        message={t('outages.acts.cancelled')}
        ask={{
          title: t('outages.acts.cancelTitle', { number: outage.number }),
          sentence: t('outages.acts.cancelAsk'),
        }}
      />
      <LinkButton to={`/outages/${outage.id}`} icon="edit">
        {t('common.edit')}
      </LinkButton>
    </>
  );
}

function AgreeButton({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.agree');
  const author = useIsAuthor(outage);
  if (!may || !outage.needsAgreement || outage.agreedBy !== null) return null;
  const against = author
    ? t('errors.outages.ownFacts')
    : !hasEvidence(outage)
      ? t('errors.outages.evidenceNeeded')
      : null;
  const word = t(`policies.words.responsibility.${outage.responsibility}`);
  return (
    <VerbButton
      verb="agree"
      kind={outage.state === 'restored' ? 'filled' : 'outline'}
      label={t('outages.acts.agree', { responsibility: word })}
      message={t('outages.acts.agreed')}
      disabled={against !== null}
      {...(against === null ? {} : { title: against })}
      ask={{
        title: t('outages.acts.agreeTitle', { responsibility: word }),
        sentence:
          outage.evidenceNote ??
          t('outages.evidence.count', { smart_count: outage.evidenceIds.length }),
        askReason: false,
      }}
    />
  );
}

function ConfirmButton({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.confirm');
  const mayAgree = useMay('outages.agree');
  const against = useAgainst(outage);
  if (!may) return null;
  const waits = outage.needsAgreement && outage.agreedBy === null && mayAgree;
  return (
    <VerbButton
      verb="confirm"
      kind={waits ? 'outline' : 'filled'}
      label={t('outages.acts.confirm')}
      message={t('outages.acts.confirmed')}
      disabled={against !== null}
      {...(against === null ? {} : { title: against })}
      ask={{
        title: t('outages.acts.confirmTitle', { number: outage.number }),
        sentence: t('outages.acts.confirmAsk'),
        askReason: false,
      }}
    />
  );
}

function ConfirmedActs({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const mayLog = useMay('outages.log');
  const mayConfirm = useMay('outages.confirm');
  return (
    <>
      {outage.state === 'confirmed' && mayConfirm && (
        <VerbButton
          verb="close"
          label={t('outages.acts.close')}
          message={t('outages.acts.closed')}
          ask={{
            title: t('outages.acts.closeTitle', { number: outage.number }),
            sentence: t('outages.acts.closeAsk'),
            askReason: false,
          }}
        />
      )}
      {mayLog && (
        <LinkButton to={`/outages/${outage.id}/correct`} icon="edit">
          {t('outages.acts.correct')}
        </LinkButton>
      )}
      <BatchButton outage={outage} />
    </>
  );
}

/** To the batch there is, or makes one. */
function BatchButton({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('batches.make');
  const navigate = useNavigate();
  const notify = useNotify();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { live, known } = useBatches(outage.id);
  const make = useMutation<BatchRecord, HttpError>({
    mutationFn: () =>
      dataProvider.send<BatchRecord>('POST', 'compensation-batches', { outageId: outage.id }),
    onSuccess: (batch) => void navigate(`/compensation-batches/${batch.id}/show`),
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  if (live !== undefined) {
    return (
      <LinkButton to={`/compensation-batches/${live.id}/show`} kind="filled" icon="card">
        {t('outages.acts.seeBatch', { number: live.number })}
      </LinkButton>
    );
  }
  if (!may || !known || outage.state !== 'confirmed') return null;
  return (
    <Button kind="filled" icon="card" busy={make.isPending} onClick={() => make.mutate()}>
      {t('outages.acts.makeBatch')}
    </Button>
  );
}
