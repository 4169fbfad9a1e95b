import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import type { TaskShow } from '#contract/tasks.ts';
import { caseLifecycle } from '#domain/lifecycles.ts';
import { taskQueues, type TaskQueue } from '#domain/task-queues.ts';
import { Button, Dialog } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

/** What the task is about; a case may be held until the answer comes. */
export interface TaskAbout {
  caseId?: string;
  record?: Pick<CaseShow, 'version' | 'state' | 'mayWork'>;
  groupId?: string;
  outageId?: string;
  /** The queue that most likely can help. */
  queue?: TaskQueue;
}

export function MakeTaskButton({ about }: { about: TaskAbout }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="users" onClick={() => setOpen(true)}>
        {t('inbox.tasks.make')}
      </Button>
      {open && <MakeTaskDialog about={about} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Which team, what is asked, and whether the case waits for it. */
export function MakeTaskDialog({ about, onClose }: { about: TaskAbout; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const { record } = about;
  const holdable = record !== undefined && caseLifecycle[record.state]?.includes('held') === true;
  const mayHold = useMay('cases.work') && holdable && record.mayWork;
  const [queue, setQueue] = useState<TaskQueue>(about.queue ?? 'network');
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [hold, setHold] = useState(mayHold);
  const make = useMutation<TaskShow, HttpError>({
    mutationFn: () =>
      dataProvider.send<TaskShow>('POST', 'tasks', {
        queue,
        title: title.trim(),
        body: body.trim(),
        ...(about.caseId === undefined ? {} : { caseId: about.caseId }),
        ...(about.groupId === undefined ? {} : { groupId: about.groupId }),
        ...(about.outageId === undefined ? {} : { outageId: about.outageId }),
        ...(hold && record !== undefined ? { holdCase: true, caseVersion: record.version } : {}),
      }),
    onSuccess: () => {
      const text = t('inbox.tasks.made', { queue: t(`inbox.tasks.queue.${queue}`) });
      notify(text, { type: 'success', messageArgs: { _: text } });
      void queries.invalidateQueries({ queryKey: ['counts'] });
      refresh();
      onClose();
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
  const missing = title.trim() === '' || body.trim() === '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('inbox.tasks.makeTitle')}
      onSubmit={() => {
        if (!missing) make.mutate();
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={make.isPending} disabled={missing}>
            {t('inbox.tasks.make')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={`${id}q`}>{t('inbox.tasks.makeQueue')}</label>
        <select
          id={`${id}q`}
          value={queue}
          data-first
          onChange={(event) => setQueue(event.target.value as TaskQueue)}
        >
          {taskQueues.map((one) => (
            <option key={one} value={one}>
              {t(`inbox.tasks.queue.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="r-field">
        <label htmlFor={`${id}t`}>{t('inbox.tasks.makeTitleField')}</label>
        <input
          id={`${id}t`}
          value={title}
          maxLength={120}
          onChange={(event) => setTitle(event.target.value)}
        />
      </div>
      <div className="r-field">
        <label htmlFor={`${id}b`}>{t('inbox.tasks.makeBody')}</label>
        <textarea
          id={`${id}b`}
          rows={4}
          value={body}
          maxLength={2000}
          onChange={(event) => setBody(event.target.value)}
        />
      </div>
      {record !== undefined && (
        <div className="r-field">
          <label className="i-check">
            <input
              type="checkbox"
              checked={hold}
              disabled={!mayHold}
              onChange={(event) => setHold(event.target.checked)}
            />
            {t('inbox.tasks.makeHold')}
          </label>
          <p className="r-help">
            {t(mayHold ? 'inbox.tasks.makeHoldHelp' : 'inbox.tasks.makeHoldNot')}
          </p>
        </div>
      )}
    </Dialog>
  );
}
