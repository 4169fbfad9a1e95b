import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { CauseGroupRecord } from '#contract/causes.ts';
import { Button, Dialog, Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { useDraft } from '../unsubscribes/useDraft.ts';

/** What the owner found out and did: its name, and its fix. */
export function GroupFix({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const may = useMay('groups.work') && group.mergedIntoId === null;
  const [editing, setEditing] = useState(false);
  return (
    <Panel
      title={t('causes.sections.fix')}
      {...(may
        ? {
            actions: (
              <Button icon="edit" onClick={() => setEditing(true)}>
                {t(group.fix === null ? 'causes.acts.write' : 'causes.acts.edit')}
              </Button>
            ),
          }
        : {})}
    >
      {group.fix === null ? (
        <p className="r-muted">{t('causes.noFix')}</p>
      ) : (
        <p className="u-prose">{group.fix}</p>
      )}
      {editing && <FixDialog group={group} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

function FixDialog({ group, onClose }: { group: CauseGroupRecord; onClose(): void }) {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [name, setName] = useState(group.name ?? '');
  // What is typed survives a refresh of the tab.
  const [kept, keep] = useDraft(`cause-fix.${group.id}`);
  const [fix, setFix] = useState(kept === '' ? (group.fix ?? '') : kept);
  const save = useMutation<unknown, HttpError>({
    mutationFn: () =>
      dataProvider.send('PUT', `cause-groups/${group.id}`, {
        version: group.version,
        name: name.trim() === '' ? null : name.trim(),
        fix: fix.trim() === '' ? null : fix.trim(),
      }),
    onSuccess: () => {
      keep('');
      notify('causes.done.saved', { type: 'success' });
      refresh();
      onClose();
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('causes.sections.fix')}
      onSubmit={() => save.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={save.isPending}>
            {t('ra.action.save')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={`${id}n`}>{t('causes.nameField')}</label>
        <input
          id={`${id}n`}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.target.value)}
        />
        <p className="r-help">{t('causes.nameHelp')}</p>
      </div>
      <div className="r-field">
        <label htmlFor={`${id}f`}>{t('causes.fixField')}</label>
        <textarea
          id={`${id}f`}
          rows={6}
          value={fix}
          maxLength={1000}
          onChange={(event) => {
            setFix(event.target.value);
            keep(event.target.value);
          }}
        />
      </div>
    </Dialog>
  );
}
