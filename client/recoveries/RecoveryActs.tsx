import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { RecoveryShow } from '#contract/recoveries.ts';
import {
  isAmong,
  recoveryLifecycle,
  recoveryPaying,
  type RecoveryState,
} from '#domain/recoveries.ts';
import { Button, LinkButton, VerbButton } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { AgreeDialog, LetterDialog, NoteDialog, ReceiveDialog } from './RecoveryDialogs.tsx';

type Asked = 'letter' | 'agree' | 'receive' | 'note';

/** What may be done next by the table of states; the likeliest act is filled. */
export function RecoveryActs({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const may = useMay('recoveries.work');
  const [asked, ask] = useState<Asked | null>(null);
  const leads = (to: RecoveryState) => recoveryLifecycle[row.state]?.includes(to) === true;
  const paying = isAmong(recoveryPaying, row.state);
  const close = () => ask(null);
  const button = (act: Asked, filled: boolean) => (
    <Button kind={filled ? 'filled' : 'outline'} onClick={() => ask(act)}>
      {t(`recoveries.acts.${act}`)}
    </Button>
  );
  return (
    <>
      <LinkButton to={`/recoveries/${row.id}/letter`}>{t('recoveries.letters.print')}</LinkButton>
      {may && (
        <>
          {button('note', false)}
          {leads('litigated') && <Ending verb="litigate" word="litigate" />}
          {leads('written_off') && <Ending verb="write-off" word="writeOff" party={row.party} />}
          {row.state === 'letter_sent' && <Ending verb="negotiate" word="negotiate" />}
          {leads('letter_sent') && button('letter', row.state === 'filed')}
          {leads('agreed') && button('agree', true)}
          {paying && button('receive', row.state !== 'settled')}
        </>
      )}
      {asked === 'letter' && <LetterDialog row={row} onClose={close} />}
      {asked === 'agree' && <AgreeDialog row={row} onClose={close} />}
      {asked === 'receive' && <ReceiveDialog row={row} onClose={close} />}
      {asked === 'note' && <NoteDialog row={row} onClose={close} />}
    </>
  );
}

/** A move that needs only its reason. */
function Ending(props: {
  verb: string;
  word: 'litigate' | 'writeOff' | 'negotiate';
  party?: string;
}) {
  const { verb, word, party = '' } = props;
  const t = useTranslate();
  return (
    <VerbButton
      verb={verb}
      kind={word === 'negotiate' ? 'outline' : 'bad'}
      label={t(`recoveries.acts.${word}`)}
      message={t('recoveries.done.saved')}
      ask={{
        title: t(`recoveries.acts.${word}`),
        sentence: t(`recoveries.ask.${word}`, { party }),
      }}
    />
  );
}
