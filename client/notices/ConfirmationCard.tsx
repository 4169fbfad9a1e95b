import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ConfirmationRecord } from '#contract/messages.ts';
import { Button, ReasonDialog, StatusWord, When, useNow } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import type { MessageCase } from './MessagesSection.tsx';
import { useMessageAct } from './useCaseMessages.ts';
import { useMoment } from './words.tsx';

const tones: Readonly<Record<ConfirmationRecord['state'], Status>> = {
  asked: 'wait',
  confirmed: 'ok',
  declined: 'none',
  expired: 'held',
};

/** The second confirmation: until when it is waited for, or what became of it. */
export function ConfirmationCard(props: {
  record: MessageCase;
  confirmation: ConfirmationRecord;
  may: boolean;
}) {
  const { record, confirmation, may } = props;
  const t = useTranslate();
  const moment = useMoment();
  const now = useNow();
  const { state, expiresAt, answeredAt } = confirmation;
  const open = state === 'asked' && expiresAt > now;
  return (
    <div className="n-card">
      <div className="n-card__head">
        <StatusWord status={tones[state]}>
          {t(`notices.section.${state}`, { time: moment(expiresAt) })}
        </StatusWord>
        {open ? <When at={expiresAt} as="due" /> : <When at={answeredAt ?? expiresAt} />}
      </div>
      {may && open && <AnswerButtons record={record} />}
    </div>
  );
}

function AnswerButtons({ record }: { record: MessageCase }) {
  const t = useTranslate();
  const [answer, setAnswer] = useState<'yes' | 'no' | null>(null);
  const act = useMessageAct(record.id, t('notices.askDialog.answered'), () => setAnswer(null));
  return (
    <div className="n-acts">
      <Button onClick={() => setAnswer('yes')}>{t('notices.section.yes')}</Button>
      <Button onClick={() => setAnswer('no')}>{t('notices.section.no')}</Button>
      {answer !== null && (
        <ReasonDialog
          open
          onClose={() => setAnswer(null)}
          title={t('notices.askDialog.answerTitle')}
          sentence={t(`notices.askDialog.${answer === 'yes' ? 'answerYes' : 'answerNo'}`)}
          confirmLabel={t(`notices.section.${answer}`)}
          askReason={false}
          busy={act.isPending}
          onConfirm={() =>
            act.mutate({
              path: 'confirmation/answer',
              body: { version: record.version, answer },
            })
          }
        />
      )}
    </div>
  );
}
