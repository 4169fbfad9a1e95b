import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { CauseGroupRecord } from '#contract/causes.ts';
import { Button, VerbButton, useLocaleName } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { MuteDialog } from './MuteDialog.tsx';
import { groupName } from './words.tsx';

type Asking = 'assign' | 'mute' | 'merge' | null;

/** What may be done with a group, by its state and the person's rights. */
export function GroupActs({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { staff } = useSession();
  const may = useMay('groups.work');
  const [asking, ask] = useState<Asking>(null);
  if (!may) return null;
  const name = groupName(group, locale);
  const close = () => ask(null);
  const live = group.state !== 'resolved';
  return (
    <>
      {group.ownerId !== staff?.id && (
        <VerbButton
          verb="take"
          icon="user"
          label={t('causes.acts.take')}
          message={t('causes.done.taken')}
        />
      )}
      <Button onClick={() => ask('assign')}>{t('causes.acts.assign')}</Button>
      <Button onClick={() => ask('merge')}>{t('causes.acts.merge')}</Button>
      {group.state === 'muted' && (
        <VerbButton
          verb="unmute"
          label={t('causes.acts.unmute')}
          message={t('causes.done.unmuted')}
        />
      )}
      {live && group.state !== 'muted' && (
        <Button onClick={() => ask('mute')}>{t('causes.acts.mute')}</Button>
      )}
      {live && (
        <VerbButton
          verb="resolve"
          kind="filled"
          icon="check"
          label={t('causes.acts.resolve')}
          message={t('causes.done.resolved')}
          ask={{
            title: t('causes.resolveTitle', { name }),
            sentence: t('causes.resolveAsk'),
          }}
        />
      )}
      {asking === 'assign' && <AssignDialog group={group} onClose={close} />}
      {asking === 'mute' && <MuteDialog group={group} name={name} onClose={close} />}
      {asking === 'merge' && <MergeDialog group={group} name={name} onClose={close} />}
    </>
  );
}
