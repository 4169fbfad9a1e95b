import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { CaseShow } from '#contract/cases.ts';
import { Button, ErrorState, LoadingShape, Money } from '../components/index.ts';
import { RevealNumber } from '../identity/RevealNumber.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { CaseButtons } from './CaseButtons.tsx';
import { CaseDialogs } from './CaseDialogs.tsx';
import type { CaseDialogName } from './CaseDialogs.tsx';
import { LampLines } from './CaseLampPanel.tsx';
import { pressPrimary, refreshMs } from './CasePage.tsx';
import { Due, Fee, StateWord } from './CaseParts.tsx';
import { CaseStory, RawText } from './CaseStory.tsx';
import { RecentEntries } from './CaseTimeline.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { clockLabel } from './case-words.ts';
import { useCaseActs } from './useCaseActs.ts';
import { useCaseKeys } from './useCaseKeys.ts';
import { useOutcome } from './useOutcome.ts';
import { useWhenDone } from './useWhenDone.ts';

interface CaseDrawerProps {
  id: string;
  onClose(): void;
  /** To the row after or before; undefined at an end of the page. */
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
  /** The case has come to its end while it stood here. */
  onDone?: (() => void) | undefined;
}

/** A case beside the list: 480 px, without leaving it. */
export function CaseDrawer(props: CaseDrawerProps) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', 'drawer', props.id],
    queryFn: ({ signal }) => dataProvider.read<CaseShow>(`cases/${props.id}`, {}, signal),
    refetchInterval: (query) => refreshMs(query.state.data, query.state.dataUpdatedAt),
  });
  if (data === undefined)
    return (
      <aside className="q-drawer" aria-label={t('common.detail')}>
        <DrawerTools {...props} />
        {error === null ? (
          <LoadingShape shape="record" rows={4} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </aside>
    );
  return <DrawerSheet key={data.id} record={data} {...props} />;
}

function DrawerTools({ id, onClose, onNext, onPrevious }: CaseDrawerProps) {
  const t = useTranslate();
  const notify = useNotify();
  const copyLink = () => {
    const url = new URL(`/cases/${id}/show`, location.origin).href;
    const copied = t('common.copied');
    void navigator.clipboard.writeText(url).then(() => notify(copied, { type: 'success' }));
  };
  return (
    <div className="q-drawer__tools">
      <KeyButton letter="J" label={t('unsubscribes.drawer.next')} onPress={onNext} />
      <KeyButton letter="K" label={t('unsubscribes.drawer.previous')} onPress={onPrevious} />
      <Button
        kind="plain"
        icon="link"
        aria-label={t('unsubscribes.drawer.copyLink')}
        onClick={copyLink}
      />
      <Button
        kind="plain"
        icon="close"
        aria-label={t('unsubscribes.drawer.close')}
        onClick={onClose}
      />
    </div>
  );
}

function KeyButton(props: { letter: string; label: string; onPress: (() => void) | undefined }) {
  const { letter, label, onPress } = props;
  return (
    <button
      type="button"
      className="k-key"
      aria-label={label}
      title={label}
      aria-disabled={onPress === undefined || undefined}
      onClick={onPress}
    >
      {letter}
    </button>
  );
}

function DrawerSheet({ record, ...props }: CaseDrawerProps & { record: CaseShow }) {
  const t = useTranslate();
  const acts = useCaseActs(record);
  const [dialog, setDialog] = useState<CaseDialogName | null>(null);
  useOutcome(record);
  useWhenDone(record, props.onDone);
  useCaseKeys({
    KeyR: () => pressPrimary(acts),
    ...(acts.mayWork && !acts.ended ? { KeyA: () => setDialog('assign') } : {}),
  });
  return (
    <aside
      className="q-drawer"
      aria-label={t('unsubscribes.drawer.label', { ticket: record.ticketNo })}
    >
      <header className="q-drawer__head">
        <div className="q-drawer__title">
          <h2>
            <RevealNumber lineId={record.lineId} masked={record.msisdnMasked} caseId={record.id} />
          </h2>
          <StateWord state={record.state} tag />
          <DrawerTools {...props} />
        </div>
        <div className="q-drawer__facts">
          <span className="r-ellipsis">
            {record.productName} <Fee record={record} /> · {record.partnerName}
          </span>
          <span className="r-push">{record.ticketNo}</span>
        </div>
      </header>
      <DrawerStrip record={record} />
      <section>
        <div className="r-side__head">
          <h2>{t('unsubscribes.lamps.title')}</h2>
          <span>{t('unsubscribes.lamps.legend')}</span>
        </div>
        <LampLines record={record} />
      </section>
      <section>
        <CaseStory
          split={false}
          record={record}
          buttons={
            <div className="q-drawer__acts">
              <CaseButtons record={record} acts={acts} onNote={() => setDialog('note')} />
              <MoreMenu record={record} acts={acts} onOpen={setDialog} />
            </div>
          }
        />
        <RawText record={record} />
      </section>
      <section>
        <div className="r-side__head">
          <h2>{t('unsubscribes.drawer.recent')}</h2>
          <span>
            <Link to={`/cases/${record.id}/show`}>{t('unsubscribes.drawer.full')}</Link>{' '}
            <kbd className="k-key">Enter</kbd>
          </span>
        </div>
        <RecentEntries record={record} />
      </section>
      <CaseDialogs record={record} open={dialog} onClose={() => setDialog(null)} />
    </aside>
  );
}

/** The clock, whose case it is, and the fee at stake. */
function DrawerStrip({ record }: { record: CaseShow }) {
  const t = useTranslate();
  return (
    <dl className="q-drawer__strip">
      <div>
        <dt>{t(`unsubscribes.due.${clockLabel(record)}`)}</dt>
        <dd>
          <Due record={record} />
        </dd>
      </div>
      <div>
        <dt>{t('resources.cases.fields.assigneeName')}</dt>
        <dd>{record.assigneeName ?? t('unsubscribes.facts.unassigned')}</dd>
      </div>
      <div>
        <dt>
          {t(
            record.chargeMode === 'per_use'
              ? 'systems.money.charging'
              : 'unsubscribes.side.monthlyFee',
          )}
        </dt>
        <dd>
          {record.chargeMode === 'per_use' ? (
            t('systems.money.mode.per_use')
          ) : (
            <Money fen={record.monthlyFeeFen} />
          )}
        </dd>
      </div>
    </dl>
  );
}
