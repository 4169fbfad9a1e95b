import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { SavedView } from '#contract/views.ts';
import { Button, Dialog, ReasonDialog, useLocaleName } from '../components/index.ts';
import { ViewDialog } from './ViewDialog.tsx';
import { useViewWrite } from './useViews.ts';

interface ManageViewsProps {
  views: readonly SavedView[];
  /** What the queue shows now: a view can be set to it. */
  current: Pick<SavedView, 'filter' | 'sort' | 'columns' | 'density'>;
  onClose(): void;
}

export const factsOf = (view: SavedView) => {
  const { name, filter, sort, columns, density, roles, version } = view;
  return { name, filter, sort, columns, density, roles, version };
};

/** Own views: order, name, sharing, conditions, removal. */
export function ManageViews({ views, current, onClose }: ManageViewsProps) {
  const t = useTranslate();
  const [editing, setEditing] = useState<SavedView | null>(null);
  const [removing, setRemoving] = useState<SavedView | null>(null);
  const done = () => {
    setEditing(null);
    setRemoving(null);
  };
  const change = useViewWrite('views.saved', done);
  const remove = useViewWrite('views.removed', done);
  const order = useViewWrite(null);
  const move = (from: number, step: number) => {
    const ids = views.map(({ id }) => id);
    const [id] = ids.splice(from, 1);
    if (id !== undefined) ids.splice(from + step, 0, id);
    order.mutate({ method: 'POST', path: 'views/order', body: { ids } });
  };
  if (editing !== null)
    return (
      <ViewDialog
        title={t('views.rename')}
        start={editing}
        busy={change.isPending}
        onClose={done}
        onSave={(facts) =>
          change.mutate({
            method: 'PUT',
            path: `views/${editing.id}`,
            body: { ...factsOf(editing), ...facts },
          })
        }
      />
    );
  if (removing !== null)
    return (
      <ReasonDialog
        open
        onClose={done}
        title={t('views.remove')}
        sentence={t('views.removeSentence', { name: removing.name })}
        confirmLabel={t('views.remove')}
        kind="bad"
        askReason={false}
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate({
            method: 'POST',
            path: `views/${removing.id}/remove`,
            body: { version: removing.version },
          })
        }
      />
    );
  return (
    <Dialog open onClose={onClose} title={t('views.manage')} wide>
      {views.length === 0 && <p className="r-prose">{t('views.noOwn')}</p>}
      <ul className="v-manage">
        {views.map((view, index) => (
          <ManagedRow
            key={view.id}
            view={view}
            onUp={index === 0 ? undefined : () => move(index, -1)}
            onDown={index === views.length - 1 ? undefined : () => move(index, 1)}
            onEdit={() => setEditing(view)}
            onRemove={() => setRemoving(view)}
            onSet={() =>
              change.mutate({
                method: 'PUT',
                path: `views/${view.id}`,
                body: { ...factsOf(view), ...current },
              })
            }
          />
        ))}
      </ul>
    </Dialog>
  );
}

function ManagedRow(props: {
  view: SavedView;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onEdit(): void;
  onRemove(): void;
  onSet(): void;
}) {
  const { view, onUp, onDown, onEdit, onRemove, onSet } = props;
  const t = useTranslate();
  const locale = useLocaleName();
  const { name } = view;
  const roles = view.roles.map((role) => t(`shell.roles.${role}`));
  return (
    <li>
      <span className="r-ellipsis">{name}</span>
      {roles.length > 0 && (
        <span className="r-note">
          {t('views.sharedWith', { roles: roles.join(locale === 'zh' ? '、' : ', ') })}
        </span>
      )}
      <span className="v-manage__acts">
        <Button
          kind="plain"
          icon="up"
          aria-label={t('views.up', { name })}
          disabled={onUp === undefined}
          onClick={onUp}
        />
        <Button
          kind="plain"
          icon="down"
          aria-label={t('views.down', { name })}
          disabled={onDown === undefined}
          onClick={onDown}
        />
        <Button kind="link" onClick={onSet}>
          {t('views.update', { name })}
        </Button>
        <Button
          kind="plain"
          icon="edit"
          aria-label={`${t('views.rename')}: ${name}`}
          onClick={onEdit}
        />
        <Button
          kind="plain"
          icon="trash"
          aria-label={`${t('views.remove')}: ${name}`}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}
