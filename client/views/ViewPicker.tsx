import { useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { SavedView } from '#contract/views.ts';
import { Icon, formatNumber, useLocaleName } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { usePopover } from '../unsubscribes/chips/usePopover.ts';
import { ManageViews } from './ManageViews.tsx';
import { ViewDialog } from './ViewDialog.tsx';
import { useViewName } from './useViewName.ts';
import { useViews, useViewWrite } from './useViews.ts';
import { sameFilter, viewAddress } from './view-address.ts';
import './views.css';

/** Beside the queue's title: which view this is, the others, and keeping what is set as one. */
export function ViewPicker() {
  const t = useTranslate();
  const name = useViewName();
  const views = useViews();
  const maySave = useMay('views.save');
  const mayWork = useMay('cases.manage');
  const { filterValues, sort } = useListContext();
  const { open, setOpen, ref } = usePopover();
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const filter = (filterValues ?? {}) as Record<string, unknown>;
  const current = views.find((view) => sameFilter(view.filter, filter));
  const show = (which: 'save' | 'manage') => {
    setOpen(false);
    setDialog(which);
  };
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
              <PickerRow key={view.id} view={view} onPick={() => setOpen(false)} />
            ))}
          </ul>
          {maySave && (
            <ul className="r-pop__menu v-picker__acts">
              {current === undefined && (
                <li>
                  <button type="button" onClick={() => show('save')}>
                    <Icon name="plus" size={14} />
                    {t('views.saveNew')}
                  </button>
                </li>
              )}
              {mayWork && (
                <li>
                  <Link to={`/assignment?conditions=${encodeURIComponent(JSON.stringify(filter))}`}>
                    <Icon name="users" size={14} />
                    {t('views.assignment.fromQueue')}
                  </Link>
                </li>
              )}
              <li>
                <button type="button" onClick={() => show('manage')}>
                  <Icon name="edit" size={14} />
                  {t('views.manage')}
                </button>
              </li>
            </ul>
          )}
        </div>
      )}
      {dialog === 'save' && (
        <SaveDialog
          filter={filter}
          sort={[sort.field, sort.order]}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'manage' && (
        <ManageViews
          views={views.filter(({ mine }) => mine)}
          current={{ filter, sort: [sort.field, sort.order] }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function PickerRow({ view, onPick }: { view: SavedView; onPick(): void }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const name = useViewName();
  const from = view.key === null && !view.mine ? t('views.by', { name: view.ownerName }) : '';
  return (
    <li>
      <Link to={viewAddress(view)} onClick={onPick}>
        <span className="r-ellipsis">{name(view)}</span>
        {from !== '' && <span className="r-note">{from}</span>}
        <span className="r-push r-note">
          {formatNumber(view.count, locale)}
          {view.bounded && '+'}
        </span>
      </Link>
    </li>
  );
}

function SaveDialog(props: {
  filter: Record<string, unknown>;
  sort: readonly [string, string];
  onClose(): void;
}) {
  const { filter, sort, onClose } = props;
  const t = useTranslate();
  const write = useViewWrite('views.saved', onClose);
  return (
    <ViewDialog
      title={t('views.save')}
      busy={write.isPending}
      onClose={onClose}
      onSave={(facts) =>
        write.mutate({ method: 'POST', path: 'views', body: { ...facts, filter, sort } })
      }
    />
  );
}
