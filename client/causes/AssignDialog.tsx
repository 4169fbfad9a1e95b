import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CauseGroupRecord } from '#contract/causes.ts';
import { Button, Dialog, useVerb } from '../components/index.ts';
import { useColleagues } from '../staff/useColleagues.ts';

/** Gives the group to a colleague who can work on it, or to nobody. */
export function AssignDialog(props: { group: CauseGroupRecord; onClose(): void }) {
  const { group, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const colleagues = [...useColleagues('supervisor'), ...useColleagues('network_ops')];
  const [ownerId, setOwnerId] = useState(group.ownerId ?? '');
  const act = useVerb<CauseGroupRecord>({
    message: (answer) =>
      answer.ownerName === null
        ? t('causes.done.unassigned')
        : t('causes.done.assigned', { name: answer.ownerName }),
    onDone: onClose,
  });
  const run = () =>
    act.mutate({
      resource: 'cause-groups',
      id: group.id,
      verb: 'assign',
      body: { version: group.version, ownerId: ownerId === '' ? null : ownerId },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('causes.acts.assign')}
      onSubmit={run}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('causes.acts.assign')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{t('causes.owner')}</label>
        <select id={id} value={ownerId} onChange={(event) => setOwnerId(event.target.value)}>
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
