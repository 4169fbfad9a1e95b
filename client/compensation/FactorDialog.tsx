import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { BatchShow } from '#contract/compensation.ts';
import { Button, Dialog } from '../components/index.ts';
import { Effect } from './Effect.tsx';
import { Fault } from './Fault.tsx';
import { perMilleOf } from './per-mille.ts';
import { useAdjustment } from './useAdjustment.ts';

/** A factor of the whole batch, before rounding: shown with its effect, made with a reason. */
export function FactorDialog({ record, onClose }: { record: BatchShow; onClose: () => void }) {
  const t = useTranslate();
  const [text, setText] = useState(String(record.factorPerMille / 1000));
  const [reason, setReason] = useState('');
  const factorPerMille = perMilleOf(text);
  const same = factorPerMille === record.factorPerMille;
  const change =
    factorPerMille === null || same ? null : ({ kind: 'factor', factorPerMille } as const);
  const { preview, adjust, busy, refusal } = useAdjustment(record, change, onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('compensation.adjust.factorTitle')}
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
        <span className="r-label">{t('compensation.adjust.factor')}</span>
        <input
          data-first
          inputMode="decimal"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {factorPerMille === null && (
        <p className="r-help r-help--bad">{t('compensation.adjust.factorRange')}</p>
      )}
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
      <p className="r-note">{t('compensation.adjust.factorNote')}</p>
    </Dialog>
  );
}
