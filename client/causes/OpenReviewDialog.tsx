import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { RuleReviewRecord } from '#contract/rules.ts';
import { Button, Dialog } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { useDraft } from '../unsubscribes/useDraft.ts';

/** A question to a rule; whoever asks owns the review until it is given to another. */
export function OpenReviewDialog(props: { failureCode: string; onClose(): void }) {
  const { failureCode, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const navigate = useNavigate();
  const { staff } = useSession();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [question, setQuestion] = useDraft(`rule-question.${failureCode}`);
  const [missing, setMissing] = useState(false);
  const open = useMutation<RuleReviewRecord, HttpError>({
    mutationFn: () =>
      dataProvider.send('POST', 'rule-reviews', {
        failureCode,
        question: question.trim(),
        ownerId: staff?.id ?? null,
      }),
    onSuccess: (review) => {
      setQuestion('');
      notify('causes.rules.opened', { type: 'success' });
      void navigate(`/rule-reviews/${review.id}/show`);
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  const submit = () => {
    if (question.trim() === '') return setMissing(true);
    open.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('causes.rules.openTitle', { code: failureCode })}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={open.isPending}>
            {t('causes.rules.open')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{t('causes.rules.question')}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={500}
          value={question}
          autoFocus
          aria-invalid={missing || undefined}
          onChange={(event) => {
            setQuestion(event.target.value);
            setMissing(false);
          }}
        />
        <p className={missing ? 'r-help r-help--bad' : 'r-help'}>
          {t(missing ? 'common.required' : 'causes.rules.questionHelp')}
        </p>
      </div>
    </Dialog>
  );
}
