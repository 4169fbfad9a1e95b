import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { StaffRecord } from '#contract/staff.ts';
import { Button, ReasonDialog, useVerb } from '../components/index.ts';
import { useColleagues } from './useColleagues.ts';

/** Ends all sessions at once, and hands the open work to a colleague of the same role. */
export function DeactivateButton({ record }: { record: StaffRecord }) {
  const t = useTranslate();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [handOverTo, setHandOverTo] = useState('');
  const colleagues = useColleagues(record.role);
  const act = useVerb({
    message: t('staff.deactivated', { name: record.name }),
    onDone: () => setAsking(false),
  });
  const confirm = (reason: string) =>
    act.mutate({
      resource: 'staff',
      id: record.id,
      verb: 'deactivate',
      body: {
        version: record.version,
        reason,
        ...(handOverTo === '' ? {} : { handOverTo }),
      },
    });
  return (
    <>
      <Button kind="bad" onClick={() => setAsking(true)}>
        {t('staff.deactivate')}
      </Button>
      {asking && (
        <ReasonDialog
          open
          onClose={() => setAsking(false)}
          title={t('staff.deactivateTitle', { name: record.name })}
          sentence={t('staff.deactivateAsk', { name: record.name })}
          confirmLabel={t('staff.deactivate')}
          kind="bad"
          busy={act.isPending}
          onConfirm={confirm}
        >
          <div className="r-field">
            <label htmlFor={id}>{t('staff.handOverTo')}</label>
            <select
              id={id}
              value={handOverTo}
              onChange={(event) => setHandOverTo(event.target.value)}
            >
              <option value="">{t('staff.nobody')}</option>
              {colleagues
                .filter((colleague) => colleague.id !== record.id)
                .map((colleague) => (
                  <option key={colleague.id} value={colleague.id}>
                    {colleague.label}
                  </option>
                ))}
            </select>
          </div>
        </ReasonDialog>
      )}
    </>
  );
}
