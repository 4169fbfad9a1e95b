import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { RuleReviewRecord } from '#contract/rules.ts';
import { ruleOutcomes, type RuleOutcome } from '#domain/rule-review.ts';
import { Button, Dialog, Segment, useVerb } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { useDraft } from '../unsubscribes/useDraft.ts';

interface Props {
  review: RuleReviewRecord;
  onClose(): void;
}

/** The question, what was found, and who owns it; what is typed survives a refresh. */
export function FindingsDialog({ review, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const colleagues = [...useColleagues('supervisor'), ...useColleagues('manager')];
  const [kept, keep] = useDraft(`rule-findings.${review.id}`);
  const [question, setQuestion] = useState(review.question);
  const [findings, setFindings] = useState(kept === '' ? (review.findings ?? '') : kept);
  const [ownerId, setOwnerId] = useState(review.ownerId ?? '');
  const save = useMutation<unknown, HttpError>({
    mutationFn: () =>
      dataProvider.send('PUT', `rule-reviews/${review.id}`, {
        version: review.version,
        ...(question.trim() === '' ? {} : { question: question.trim() }),
        findings: findings.trim() === '' ? null : findings.trim(),
        ownerId: ownerId === '' ? null : ownerId,
      }),
    onSuccess: () => {
      keep('');
      notify('causes.done.saved', { type: 'success' });
      refresh();
      onClose();
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('causes.rules.findings')}
      onSubmit={() => save.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={save.isPending}>
            {t('ra.action.save')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={`${id}q`}>{t('causes.rules.question')}</label>
        <textarea
          id={`${id}q`}
          rows={2}
          maxLength={500}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
      </div>
      <div className="r-field">
        <label htmlFor={`${id}f`}>{t('causes.rules.findings')}</label>
        <textarea
          id={`${id}f`}
          rows={6}
          maxLength={2000}
          value={findings}
          onChange={(event) => {
            setFindings(event.target.value);
            keep(event.target.value);
          }}
        />
      </div>
      <div className="r-field">
        <label htmlFor={`${id}o`}>{t('causes.owner')}</label>
        <select id={`${id}o`} value={ownerId} onChange={(event) => setOwnerId(event.target.value)}>
          <option value="">{t('causes.nobody')}</option>
          {colleagues.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </select>
      </div>
    </Dialog>
  );
}

/** Keep, change the rule, change its text; and what staff are told. */
export function PublishDialog({ review, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const [outcome, setOutcome] = useState<RuleOutcome>('keep');
  const [text, setText] = useDraft(`rule-outcome.${review.id}`);
  const [missing, setMissing] = useState(false);
  const act = useVerb({
    message: t('causes.rules.published'),
    onDone: () => {
      setText('');
      onClose();
    },
  });
  const run = () => {
    if (text.trim() === '') return setMissing(true);
    act.mutate({
      resource: 'rule-reviews',
      id: review.id,
      verb: 'publish',
      body: { version: review.version, outcome, outcomeText: text.trim() },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('causes.rules.publish')}
      onSubmit={run}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('causes.rules.publish')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('causes.rules.publishAsk')}</p>
      <div className="r-field">
        <Segment
          label={t('causes.rules.outcome')}
          value={outcome}
          onChange={(next) => setOutcome(next as RuleOutcome)}
          options={ruleOutcomes.map((one) => ({
            id: one,
            label: t(`causes.rules.outcomes.${one}`),
          }))}
        />
      </div>
      <div className="r-field">
        <label htmlFor={id}>{t('causes.rules.outcomeText')}</label>
        <textarea
          id={id}
          rows={4}
          maxLength={1000}
          value={text}
          aria-invalid={missing || undefined}
          onChange={(event) => {
            setText(event.target.value);
            setMissing(false);
          }}
        />
        {missing && <p className="r-help r-help--bad">{t('common.required')}</p>}
      </div>
    </Dialog>
  );
}
