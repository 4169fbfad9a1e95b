import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { BillRunRecord } from '#contract/systems.ts';
import { parseLocal, createZone, formatLocal } from '#domain/time.ts';
import {
  Button,
  Dialog,
  Num,
  Panel,
  ReasonDialog,
  StatusWord,
  When,
  useVerb,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { BillRunTimes } from './BillRunTimes.tsx';

const tones: Readonly<Record<BillRunRecord['state'], Status>> = {
  coming: 'held',
  running: 'wait',
  ended: 'ok',
};

/** When billing makes its month, what waits for it, and what was read again after it. */
export function BillRuns() {
  const t = useTranslate();
  const may = useMay('cases.resync');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [asking, setAsking] = useState(false);
  const { data } = useQuery({
    queryKey: ['bill-runs'],
    queryFn: ({ signal }) => dataProvider.read<BillRunRecord[]>('bill-runs', {}, signal),
    refetchInterval: 60_000,
  });
  return (
    <Panel
      flush
      title={t('systems.runs')}
      note={t('systems.runsNote')}
      actions={
        may && (
          <Button kind="outline" icon="calendar" onClick={() => setAsking(true)}>
            {t('systems.announce')}
          </Button>
        )
      }
    >
      <BillRunTimes />
      {data?.length === 0 ? (
        <p className="r-panel__body r-muted">{t('systems.noRuns')}</p>
      ) : (
        <RunTable runs={data ?? []} />
      )}
      {asking && <AnnounceDialog runs={data ?? []} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function RunTable({ runs }: { runs: readonly BillRunRecord[] }) {
  const t = useTranslate();
  const may = useMay('cases.resync');
  const right = ['waiting', 'rechecked', 'relapses'];
  return (
    <table className="r-table y-stack">
      <thead>
        <tr>
          {['period', 'breakerHead', 'from', 'until', ...right].map((head) => (
            <th key={head} scope="col" className={right.includes(head) ? 'r-right' : undefined}>
              {head === 'breakerHead' ? (
                <span className="r-hidden">{t('systems.runs')}</span>
              ) : (
                t(`systems.${head}`)
              )}
            </th>
          ))}
          <th scope="col">
            <span className="r-hidden">{t('systems.end')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <span className="y-name">{run.period}</span>
              <span className="y-sub">
                {t(`systems.source.${run.source}`, { name: run.announcedByName ?? '' })}
              </span>
            </td>
            <td>
              <StatusWord status={tones[run.state]}>
                {t(`systems.runState.${run.state}`)}
              </StatusWord>
            </td>
            <td data-head={t('systems.from')}>
              <When at={run.startsAt} />
            </td>
            <td data-head={t('systems.until')}>
              <When at={run.endsAt} />
            </td>
            <td className="r-right" data-head={t('systems.waiting')}>
              <Num value={run.waiting} />
            </td>
            <td className="r-right" data-head={t('systems.rechecked')}>
              <Num value={run.rechecked} />
            </td>
            <td className="r-right" data-head={t('systems.relapses')}>
              <Num value={run.relapses} />
            </td>
            <td>{may && run.state === 'running' && <EndButton run={run} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EndButton({ run }: { run: BillRunRecord }) {
  const t = useTranslate();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const act = useVerb({
    message: t('systems.ended'),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['bill-runs'] });
      setOpen(false);
    },
  });
  return (
    <>
      <Button kind="outline" onClick={() => setOpen(true)}>
        {t('systems.end')}
      </Button>
      {open && (
        <ReasonDialog
          open
          onClose={() => setOpen(false)}
          title={t('systems.endTitle', { period: run.period })}
          sentence={t('systems.endSentence', { n: run.waiting })}
          confirmLabel={t('systems.end')}
          busy={act.isPending}
          onConfirm={(reason) =>
            act.mutate({
              ...{ resource: 'bill-runs', id: run.id, verb: 'end' },
              body: { version: run.version, reason },
            })
          }
        />
      )}
    </>
  );
}

interface AnnounceProps {
  runs: readonly BillRunRecord[];
  onClose: () => void;
}

/** The month and the times, in the operator's zone; those of the next run stand there to be changed. */
function AnnounceDialog({ runs, onClose }: AnnounceProps) {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const queries = useQueryClient();
  const { zone } = useSession();
  const rules = createZone(zone);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const next = runs.filter(({ state }) => state !== 'ended').at(-1);
  const shown = (at: number | undefined) =>
    at === undefined ? '' : formatLocal(rules, at).slice(0, 16).replace(' ', 'T');
  const [period, setPeriod] = useState(next?.period ?? '');
  const [from, setFrom] = useState(shown(next?.startsAt));
  const [until, setUntil] = useState(shown(next?.endsAt));
  const instant = (text: string) => parseLocal(rules, text.replace('T', ' '));
  const act = useMutation<unknown, Error>({
    mutationFn: () =>
      dataProvider.send('POST', 'bill-runs', {
        ...{ period, startsAt: instant(from), endsAt: instant(until) },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bill-runs'] });
      notify(t('systems.announced'), { type: 'success' });
      onClose();
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  const fields = [
    ['period', 'month', period, setPeriod],
    ['from', 'datetime-local', from, setFrom],
    ['until', 'datetime-local', until, setUntil],
  ] as const;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('systems.announceTitle')}
      onSubmit={() => act.mutate()}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('systems.announce')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('systems.announceSentence')}</p>
      {fields.map(([name, type, value, set]) => (
        <div key={name} className="r-field">
          <label htmlFor={`${id}-${name}`}>{t(`systems.${name}`)}</label>
          <input
            id={`${id}-${name}`}
            type={type}
            required
            value={value}
            onChange={(event) => set(event.target.value)}
          />
        </div>
      ))}
    </Dialog>
  );
}
