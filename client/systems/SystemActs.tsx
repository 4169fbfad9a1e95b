import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { SystemRecord } from '#contract/systems.ts';
import { Button, ReasonDialog, useVerb } from '../components/index.ts';

const fields = ['concurrency', 'ratePerSecond', 'breakerThreshold', 'coolDownSeconds'] as const;
type Field = (typeof fields)[number];

function useSystemVerb(message: string, onDone: () => void) {
  const queries = useQueryClient();
  return useVerb<SystemRecord>({
    message,
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['systems'] });
      onDone();
    },
  });
}

/** What a system stands, set by an administrator with a reason. */
export function LimitsButton({ row }: { row: SystemRecord }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="outline" icon="edit" onClick={() => setOpen(true)}>
        {t('systems.edit')}
      </Button>
      {open && <LimitsDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function LimitsDialog({ row, onClose }: { row: SystemRecord; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const [values, setValues] = useState<Record<Field, string>>({
    concurrency: String(row.concurrency),
    ratePerSecond: String(row.ratePerSecond),
    breakerThreshold: String(row.breakerThreshold),
    coolDownSeconds: String(row.coolDownSeconds),
  });
  const act = useSystemVerb(t('systems.saved'), onClose);
  const confirm = (reason: string) => {
    const limits = Object.fromEntries(fields.map((field) => [field, Number(values[field])]));
    act.mutate({
      ...{ resource: 'systems', id: row.id, verb: 'limits' },
      body: { version: row.version, reason, ...limits },
    });
  };
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={t('systems.editTitle', { system: t(`common.systems.${row.id}`) })}
      sentence={t('systems.editSentence')}
      confirmLabel={t('systems.save')}
      busy={act.isPending}
      onConfirm={confirm}
    >
      <div className="y-grid">
        {fields.map((field) => (
          <div key={field} className="r-field">
            <label htmlFor={`${id}-${field}`}>{t(`systems.${field}`)}</label>
            <input
              id={`${id}-${field}`}
              type="number"
              min={1}
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

/** Closes a breaker by hand. */
export function ResetButton({ row }: { row: SystemRecord }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const system = t(`common.systems.${row.id}`);
  const act = useSystemVerb(t('systems.resetDone', { system }), () => setOpen(false));
  return (
    <>
      <Button kind="outline" icon="play" onClick={() => setOpen(true)}>
        {t('systems.reset')}
      </Button>
      {open && (
        <ReasonDialog
          open
          onClose={() => setOpen(false)}
          title={t('systems.resetTitle', { system })}
          sentence={t('systems.resetSentence')}
          confirmLabel={t('systems.reset')}
          busy={act.isPending}
          onConfirm={(reason) =>
            act.mutate({ ...{ resource: 'systems', id: row.id, verb: 'reset' }, body: { reason } })
          }
        />
      )}
    </>
  );
}
