import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { Button, ReasonDialog, VerbButton, useVerb } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';

/** Acts on what stands in a case's way: waive the rule, say that it is gone, end a wait, send later. */
export function ObstacleActs({ record }: { record: CaseShow }) {
  const mayWork = useMay('cases.work') && record.mayWork;
  const maySend = useMay('cases.resync');
  if (isCaseEnded(record.state)) return null;
  const refused = record.wanted === 'active';
  const waits = record.state === 'waiting_customer' || record.state === 'waiting_date';
  return (
    <>
      {mayWork && refused && record.policyRefusal && <Act record={record} verb="waive" />}
      {mayWork && refused && (!record.policyRefusal || record.retry === 'scheduled') && (
        <Act record={record} verb="clear" />
      )}
      {mayWork && waits && <Act record={record} verb="resume" />}
      {maySend && !refused && (record.state === 'open' || record.state === 'waiting_date') && (
        <ScheduleButton record={record} />
      )}
    </>
  );
}

function Act({ record, verb }: { record: CaseShow; verb: 'waive' | 'clear' | 'resume' }) {
  const t = useTranslate();
  const done = { waive: 'waived', clear: 'cleared', resume: 'resumed' }[verb];
  return (
    <VerbButton
      resource="cases"
      id={record.id}
      verb={verb}
      body={{ version: record.version }}
      label={t(`systems.act.${verb}`)}
      message={t(`systems.act.${done}`)}
      ask={{
        title: t(`systems.act.${verb}Title`, { ticket: record.ticketNo }),
        sentence: t(`systems.act.${verb}Sentence`),
      }}
    />
  );
}

const ways = ['date', 'bill_run', 'outage'] as const;
type Way = (typeof ways)[number];

/** Sends a case again by itself: at a date, after the bill run, after its outage. */
function ScheduleButton({ record }: { record: CaseShow }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="outline" icon="calendar" onClick={() => setOpen(true)}>
        {t('systems.act.schedule')}
      </Button>
      {open && <ScheduleDialog record={record} onClose={() => setOpen(false)} />}
    </>
  );
}

function ScheduleDialog({ record, onClose }: { record: CaseShow; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const [until, setUntil] = useState<Way>(record.outageId === null ? 'date' : 'outage');
  const [at, setAt] = useState('');
  const act = useVerb({ message: t('systems.act.scheduled'), onDone: onClose });
  const offered = ways.filter((way) => way !== 'outage' || record.outageId !== null);
  const confirm = () =>
    act.mutate({
      ...{ resource: 'cases', id: record.id, verb: 'schedule' },
      body: {
        ...{ version: record.version, until },
        ...(until === 'date' ? { at: parseLocal(createZone(zone), at.replace('T', ' ')) } : {}),
      },
    });
  return (
    <ReasonDialog
      open
      askReason={false}
      onClose={onClose}
      title={t('systems.act.scheduleTitle', { ticket: record.ticketNo })}
      sentence={t('systems.act.scheduleSentence')}
      confirmLabel={t('systems.act.schedule')}
      busy={act.isPending}
      onConfirm={confirm}
    >
      <fieldset className="y-ways">
        <legend className="r-hidden">{t('systems.act.schedule')}</legend>
        {offered.map((way) => (
          <label key={way}>
            <input
              type="radio"
              name={`${id}-way`}
              checked={until === way}
              onChange={() => setUntil(way)}
            />
            {t(`systems.act.until.${way}`)}
          </label>
        ))}
      </fieldset>
      {until === 'date' && (
        <div className="r-field">
          <label htmlFor={`${id}-at`}>{t('systems.act.at')}</label>
          <input
            id={`${id}-at`}
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
        </div>
      )}
    </ReasonDialog>
  );
}
