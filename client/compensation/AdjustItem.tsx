import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { BatchItemRecord, BatchShow } from '#contract/compensation.ts';
import { Button, Dialog } from '../components/index.ts';
import { Effect } from './Effect.tsx';
import { Fault } from './Fault.tsx';
import { wholeOf } from './per-mille.ts';
import { useAdjustment } from './useAdjustment.ts';

interface Props {
  batch: BatchShow;
  item: BatchItemRecord;
  onClose: () => void;
}

/** Replaces one line's final number; under the caps unless the reason says otherwise. */
export function AdjustItem({ batch, item, onClose }: Props) {
  const t = useTranslate();
  const [text, setText] = useState(String(item.amount));
  const [reason, setReason] = useState('');
  const [overrideCap, setOverrideCap] = useState(false);
  const amount = wholeOf(text);
  const change =
    amount === null || amount === item.amount
      ? null
      : ({ kind: 'items', items: [{ itemId: item.id, amount }], overrideCap } as const);
  const { preview, adjust, busy, refusal } = useAdjustment(
    batch,
    change === null ? null : { ...change, items: [...change.items] },
    onClose,
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('compensation.adjust.itemTitle', { number: item.msisdnMasked })}
      onSubmit={() => change !== null && reason.trim() !== '' && adjust(reason)}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="filled"
            submit
            busy={busy}
            disabled={change === null || preview.isError || reason.trim() === ''}
          >
            {t('compensation.adjust.apply')}
          </Button>
        </>
      }
    >
      <label className="r-field">
        <span className="r-label">
          {t('compensation.adjust.amount', { unit: t(`compensation.benefitUnit.${item.benefit}`) })}
        </span>
        <input
          data-first
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {amount === null && (
        <p className="r-help r-help--bad">{t('errors.batches.amountNotWhole')}</p>
      )}
      <label className="b-check">
        <input
          type="checkbox"
          checked={overrideCap}
          onChange={(event) => setOverrideCap(event.target.checked)}
        />
        {t('compensation.adjust.overrideCap')}
      </label>
      <Effect preview={preview} />
      {refusal !== null && <Fault error={refusal} />}
      <label className="r-field">
        <span className="r-label">{t('common.reason')}</span>
        <textarea
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
