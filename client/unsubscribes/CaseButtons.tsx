import { useTranslate } from 'ra-core';
import { useId } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { Button, VerbButton } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { ObstacleActs } from '../systems/ObstacleActs.tsx';
import type { CaseAct, CaseActs } from './useCaseActs.ts';

interface CaseButtonsProps {
  record: CaseShow;
  acts: CaseActs;
  /** Where the timeline has no such button beside it. */
  onNote?: () => void;
}

/** The acts of the panel *What to do next*: one of them filled, and why the others cannot be done. */
export function CaseButtons({ record, acts, onNote }: CaseButtonsProps) {
  const t = useTranslate();
  const id = useId();
  const { mayResync, mayWork, ended, resync, readBack, primary } = acts;
  const withoutTask = useMay('cases.work') && !mayWork && !ended;
  const unknown = record.state === 'unknown';
  const why = resync.busy || ended ? null : resync.why;
  return (
    <div className="k-acts">
      {mayWork && record.state === 'held' && (
        <VerbButton
          resource="cases"
          id={record.id}
          verb="release"
          body={{ version: record.version }}
          kind="filled"
          icon="play"
          label={t('unsubscribes.act.release')}
          message={t('unsubscribes.act.released')}
        />
      )}
      {mayResync && !ended && (
        <>
          {!unknown && (
            <ActButton
              act={resync}
              filled={primary === 'resync'}
              icon="refresh"
              label={t('unsubscribes.act.resync')}
              busyLabel={t('unsubscribes.act.resyncing')}
              whyId={why === null ? undefined : id}
            />
          )}
          <ActButton
            act={readBack}
            filled={primary === 'readBack'}
            icon="search"
            label={t(unknown ? 'unsubscribes.act.query' : 'unsubscribes.act.readBack')}
            busyLabel={t(unknown ? 'unsubscribes.act.querying' : 'unsubscribes.act.reading')}
          />
        </>
      )}
      <ObstacleActs record={record} />
      {mayWork && onNote !== undefined && (
        <Button icon="note" onClick={onNote}>
          {t('unsubscribes.act.note')}
        </Button>
      )}
      {withoutTask && <p className="r-help k-acts__why">{t('errors.cases.notYourTask')}</p>}
      {mayResync && why !== null && !unknown && (
        <p id={id} className="r-help k-acts__why">
          {why}
        </p>
      )}
    </div>
  );
}

function ActButton(props: {
  act: CaseAct;
  filled: boolean;
  icon: 'refresh' | 'search';
  label: string;
  busyLabel: string;
  whyId?: string | undefined;
}) {
  const { act, filled, icon, label, busyLabel, whyId } = props;
  return (
    <Button
      kind={filled ? 'filled' : 'outline'}
      icon={icon}
      busy={act.busy}
      disabled={act.why !== null}
      title={act.why ?? undefined}
      aria-describedby={whyId}
      onClick={act.run}
    >
      {act.busy ? busyLabel : label}
      {filled && !act.busy && <kbd className="k-key">R</kbd>}
    </Button>
  );
}
