import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { SavedView } from '#contract/views.ts';
import { Icon, usePopover } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { ManageViews, factsOf } from './ManageViews.tsx';
import { ViewCount } from './ViewCount.tsx';
import { ViewDialog } from './ViewDialog.tsx';
import { useCurrentView, usePickedView, useQueueNow } from './useQueueLayout.ts';
import { useViewName } from './useViewName.ts';
import { useViews, useViewWrite } from './useViews.ts';
import { viewAddress } from './view-address.ts';
import './views.css';

/** Beside the queue's title: which view this is, the others, and keeping what is set as one. */
export function ViewPicker() {
  const t = useTranslate();
  const name = useViewName();
  const views = useViews();
  const current = useCurrentView();
  const now = useQueueNow();
  const [, pick] = usePickedView();
  const { open, setOpen, ref } = usePopover();
  const [dialog, setDialog] = useState<Dialogs | null>(null);
  return (
    <div className="v-picker" ref={ref}>
      <button
        type="button"
        className="r-btn r-btn--plain"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="star" size={14} />
        {current === undefined ? t('views.menu') : name(current)}
        <Icon name="down" size={12} />
      </button>
      {open && (
        <div className="r-pop v-picker__pop">
          <ul className="r-pop__menu">
            {views.map((view) => (
              <PickerRow
                key={view.id}
                view={view}
                here={view.id === current?.id}
                onPick={() => {
                  pick(view.id);
                  setOpen(false);
                }}
              />
            ))}
          </ul>
          <PickerActs
            current={current}
            now={now}
            onDone={() => setOpen(false)}
            onOpen={(which) => {
              setOpen(false);
              setDialog(which);
            }}
          />
        </div>
      )}
      {dialog === 'save' && <SaveDialog now={now} onClose={() => setDialog(null)} />}
      {dialog === 'manage' && (
        <ManageViews
          views={views.filter(({ mine }) => mine)}
          current={now}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

type Dialogs = 'save' | 'manage';
type Now = ReturnType<typeof useQueueNow>;

/** Whether the queue is set up otherwise than its view was kept. */
const isChanged = (view: SavedView, { sort, columns, density }: Now): boolean =>
  JSON.stringify([view.sort, view.columns, view.density]) !==
  JSON.stringify([sort, columns, density]);

function PickerActs(props: {
  current: SavedView | undefined;
  now: Now;
  onDone(): void;
  onOpen(dialog: Dialogs): void;
}) {
  const { current, now, onDone, onOpen } = props;
  const t = useTranslate();
  const maySave = useMay('views.save');
  const mayWork = useMay('cases.manage');
  const change = useViewWrite('views.saved', onDone);
  if (!maySave) return null;
  const conditions = encodeURIComponent(JSON.stringify(now.filter));
  return (
    <ul className="r-pop__menu v-picker__acts">
      {current?.mine === true && isChanged(current, now) && (
        <li>
          <button
            type="button"
            onClick={() =>
              change.mutate({
                method: 'PUT',
                path: `views/${current.id}`,
                body: { ...factsOf(current), ...now },
              })
            }
          >
            <Icon name="check" size={14} />
            {t('views.update', { name: current.name })}
          </button>
        </li>
      )}
      <li>
        <button type="button" onClick={() => onOpen('save')}>
          <Icon name="plus" size={14} />
          {t('views.saveNew')}
        </button>
      </li>
      {mayWork && (
        <li>
          <Link to={`/assignment?conditions=${conditions}`}>
            <Icon name="users" size={14} />
            {t('views.assignment.fromQueue')}
          </Link>
        </li>
      )}
      <li>
        <button type="button" onClick={() => onOpen('manage')}>
          <Icon name="edit" size={14} />
          {t('views.manage')}
        </button>
      </li>
    </ul>
  );
}

function PickerRow({ view, here, onPick }: { view: SavedView; here: boolean; onPick(): void }) {
  const t = useTranslate();
  const name = useViewName();
  const from = view.key === null && !view.mine ? t('views.by', { name: view.ownerName }) : '';
  return (
    <li>
      <Link to={viewAddress(view)} aria-current={here ? 'true' : undefined} onClick={onPick}>
        <span className="r-ellipsis">{name(view)}</span>
        {from !== '' && <span className="r-note">{from}</span>}
        <span className="r-push r-note">
          <ViewCount view={view} />
        </span>
      </Link>
    </li>
  );
}

function SaveDialog({ now, onClose }: { now: Now; onClose(): void }) {
  const t = useTranslate();
  const [, pick] = usePickedView();
  const write = useViewWrite('views.saved', ({ views }) => {
    // The newest of one's own stands last, before those that others share.
    const saved = views.filter(({ mine }) => mine).at(-1);
    if (saved !== undefined) pick(saved.id);
    onClose();
  });
  return (
    <ViewDialog
      title={t('views.saveNew')}
      busy={write.isPending}
      onClose={onClose}
      onSave={(facts) =>
        write.mutate({ method: 'POST', path: 'views', body: { ...facts, ...now } })
      }
    />
  );
}
