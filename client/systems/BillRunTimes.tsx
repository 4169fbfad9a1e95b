import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { BillRunTimesRecord } from '#contract/systems.ts';
import { Button, ReasonDialog } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

/** When runs are expected where nobody announces them, and the way to say otherwise. */
export function BillRunTimes() {
  const t = useTranslate();
  const may = useMay('systems.manage');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['bill-run-times'],
    queryFn: ({ signal }) => dataProvider.read<BillRunTimesRecord>('bill-run-times', {}, signal),
  });
  if (data === undefined) return null;
  const { day, from, until } = data;
  return (
    <p className="y-expected">
      <span>
        {t(until > from ? 'systems.expected' : 'systems.expectedOver', { day, from, until })}
      </span>
      {may && (
        <Button kind="outline" icon="edit" onClick={() => setOpen(true)}>
          {t('systems.expectedEdit')}
        </Button>
      )}
      {open && <TimesDialog record={data} onClose={() => setOpen(false)} />}
    </p>
  );
}

const fields = [
  ['day', 'number'],
  ['from', 'time'],
  ['until', 'time'],
] as const;

function TimesDialog({ record, onClose }: { record: BillRunTimesRecord; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { version } = record;
  const [values, setValues] = useState({
    day: String(record.day),
    from: record.from,
    until: record.until,
  });
  const act = useMutation<unknown, Error, string>({
    mutationFn: (reason) =>
      dataProvider.send('POST', 'bill-run-times', {
        ...{ ...values, day: Number(values.day), version, reason },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bill-run-times'] });
      void queries.invalidateQueries({ queryKey: ['bill-runs'] });
      notify(t('systems.expectedSaved'), { type: 'success' });
      onClose();
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={t('systems.expectedTitle')}
      sentence={t('systems.expectedSentence')}
      confirmLabel={t('systems.expectedSave')}
      busy={act.isPending}
      onConfirm={(reason) => act.mutate(reason)}
    >
      <div className="y-grid">
        {fields.map(([field, type]) => (
          <div key={field} className="r-field">
            <label htmlFor={`${id}-${field}`}>{t(`systems.expectedField.${field}`)}</label>
            <input
              id={`${id}-${field}`}
              type={type}
              {...(type === 'number' ? { min: 1, max: 28 } : {})}
              required
              value={values[field]}
              onChange={(event) => setValues({ ...values, [field]: event.target.value })}
            />
          </div>
        ))}
      </div>
    </ReasonDialog>
  );
}
