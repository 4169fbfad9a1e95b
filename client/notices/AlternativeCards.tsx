import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Button, Money, ReasonDialog, StatusWord, When } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import type { MessageCase } from './MessagesSection.tsx';
import { useMessageAct } from './useCaseMessages.ts';
import type { Alternative } from './words.tsx';

const tones: Readonly<Record<Alternative['state'], Status>> = {
  offered: 'wait',
  chosen: 'ok',
  refused: 'none',
};

/** What was offered in place of the unsubscribe, and what the customer said to it. */
export function AlternativeCards(props: {
  record: MessageCase;
  alternatives: readonly Alternative[];
  may: boolean;
}) {
  const t = useTranslate();
  return (
    <>
      {props.alternatives.slice(0, 3).map((one) => (
        <div className="n-card" key={one.id}>
          <div className="n-card__head">
            <StatusWord status={tones[one.state]}>{t(`notices.section.${one.state}`)}</StatusWord>
            <When at={one.decidedAt ?? one.offeredAt} />
          </div>
          <p>
            {t(`notices.offerDialog.kinds.${one.kind}`)} · {one.label}{' '}
            {one.feeFen !== null && <Money fen={one.feeFen} />}
          </p>
          {props.may && one.state === 'offered' && <Decide record={props.record} offer={one} />}
        </div>
      ))}
    </>
  );
}

const ENDS: readonly string[] = ['change_plan', 'suspend', 'keep'];

function Decide({ record, offer }: { record: MessageCase; offer: Alternative }) {
  const t = useTranslate();
  const [outcome, setOutcome] = useState<'chosen' | 'refused' | null>(null);
  const [exception, setException] = useState(false);
  const act = useMessageAct(record.id, t('notices.offerDialog.decided'), () => setOutcome(null));
  const chosen = outcome === 'chosen';
  const ends = chosen && ENDS.includes(offer.kind);
  const word = (key: string, args = {}) => t(`notices.offerDialog.${key}`, args);
  return (
    <div className="n-acts">
      <Button onClick={() => setOutcome('chosen')}>{t('notices.section.choose')}</Button>
      <Button onClick={() => setOutcome('refused')}>{t('notices.section.refuse')}</Button>
      {outcome !== null && (
        <ReasonDialog
          open
          onClose={() => setOutcome(null)}
          title={word(chosen ? 'chooseTitle' : 'refuseTitle', { label: offer.label })}
          sentence={chosen ? word(`follows.${offer.kind}`) : word('refuseSentence')}
          confirmLabel={t(`notices.section.${chosen ? 'choose' : 'refuse'}`)}
          askReason={ends}
          busy={act.isPending}
          onConfirm={(reason) =>
            act.mutate({
              path: `alternatives/${offer.id}/decide`,
              body: {
                version: record.version,
                outcome,
                exception,
                ...(reason === '' ? {} : { reason }),
              },
            })
          }
        >
          {ends && (
            <label className="n-check">
              <input
                type="checkbox"
                checked={exception}
                onChange={(event) => setException(event.target.checked)}
              />
              {word('exception')}
            </label>
          )}
        </ReasonDialog>
      )}
    </div>
  );
}
