import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { RecoveryShow } from '#contract/recoveries.ts';
import { recoveryHeads, type RecoveryHead } from '#domain/recoveries.ts';
import { Button, Dialog, Segment, formatFen } from '../components/index.ts';
import { Field } from './Field.tsx';
import { YuanInput } from './YuanInput.tsx';
import { useFormVerb } from './useFormVerb.ts';

/** What is claimed under one head, anew; after the first letter with a reason. */
export function ClaimButton({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="edit" kind="plain" onClick={() => setOpen(true)}>
        {t('recoveries.heads.edit')}
      </Button>
      {open && <ClaimDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function ClaimDialog({ row, onClose }: { row: RecoveryShow; onClose(): void }) {
  const t = useTranslate();
  const notify = useNotify();
  const stored = (head: RecoveryHead) => row.heads.find((one) => one.head === head);
  const [head, setHead] = useState<RecoveryHead>(row.heads[0]?.head ?? 'repair');
  const [claimedFen, setFen] = useState<number | null>(stored(head)?.claimedFen ?? 0);
  const [basis, setBasis] = useState(stored(head)?.basis ?? '');
  const [reason, setReason] = useState('');
  const { send, busy, faults } = useFormVerb(`recoveries/${row.id}/claim`, () => {
    notify('recoveries.done.saved', { type: 'success' });
    onClose();
  });
  const choose = (next: RecoveryHead) => {
    setHead(next);
    setFen(stored(next)?.claimedFen ?? 0);
    setBasis(stored(next)?.basis ?? '');
  };
  const room = Math.max(0, row.postedFen - row.claimedElsewhereFen);
  const save = () =>
    send({
      ...{ version: row.version, head, claimedFen: claimedFen ?? -1, basis },
      ...(reason.trim() === '' ? {} : { reason }),
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('recoveries.heads.title')}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={busy} disabled={claimedFen === null}>
            {t('recoveries.acts.save')}
          </Button>
        </>
      }
    >
      <Segment
        label={t('recoveries.heads.head')}
        value={head}
        onChange={(next) => choose(next as RecoveryHead)}
        options={recoveryHeads.map((one) => ({ id: one, label: t(`recoveries.head.${one}`) }))}
      />
      <YuanInput
        key={head}
        label={t('recoveries.heads.claimed')}
        value={claimedFen ?? 0}
        help={
          head === 'compensation'
            ? t('recoveries.create.room', { fen: formatFen(room) })
            : undefined
        }
        fault={faults['claimedFen'] ?? faults['claimedFen.compensation']}
        onChange={setFen}
      />
      <Field
        label={t('recoveries.field.basis')}
        value={basis}
        maxLength={500}
        onChange={setBasis}
      />
      {row.state !== 'filed' && (
        <Field
          label={t('recoveries.field.reason')}
          type="area"
          value={reason}
          maxLength={500}
          fault={faults['reason']}
          onChange={setReason}
        />
      )}
    </Dialog>
  );
}
