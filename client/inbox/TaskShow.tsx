import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { TaskShow as Task } from '#contract/tasks.ts';
import {
  KeyValues,
  PageHead,
  Panel,
  RecordPage,
  SideColumn,
  SideSection,
  StatusTag,
  When,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { NoteForm, TaskActs } from './TaskActs.tsx';
import { TaskState } from './task-words.tsx';
import './inbox.css';

export function TaskShow() {
  useLive(['task']);
  return (
    <RecordPage<Task> side={(task) => <Side task={task} />} refreshEvery={20_000}>
      {(task) => <Sheet task={task} />}
    </RecordPage>
  );
}

function Sheet({ task }: { task: Task }) {
  const t = useTranslate();
  const open = task.state === 'open' || task.state === 'taken';
  // A row of the list stands in until the whole task is here.
  const notes = (task as Partial<Task>).notes ?? [];
  return (
    <>
      <PageHead
        title={task.title}
        tags={
          <>
            <TaskState task={task} tag />
            {task.holdsCase && open && (
              <StatusTag status="held">{t('inbox.tasks.holds')}</StatusTag>
            )}
          </>
        }
        facts={[
          t(`inbox.tasks.queue.${task.queue}`),
          t('inbox.tasks.madeBy', { name: task.madeByName }),
          task.takenByName !== null && t('inbox.tasks.takenBy', { name: task.takenByName }),
          !task.mayWork && open && t('inbox.tasks.otherQueue'),
        ]}
        actions={<TaskActs task={task} />}
      />
      <Panel title={t('inbox.tasks.asked')}>
        <p className="i-prose">{task.body}</p>
      </Panel>
      <Panel
        title={t('inbox.tasks.answer')}
        {...(task.answeredByName === null
          ? {}
          : { note: t('inbox.tasks.answeredBy', { name: task.answeredByName }) })}
      >
        {task.answer === null ? (
          <p className="r-muted">{t('inbox.tasks.noAnswer')}</p>
        ) : (
          <p className="i-prose">{task.answer}</p>
        )}
      </Panel>
      <Panel title={t('inbox.tasks.notes')} note={String(notes.length)}>
        {notes.length === 0 && <p className="r-muted">{t('inbox.tasks.noNotes')}</p>}
        {notes.map((note) => (
          <div key={note.id} className="i-note">
            <div className="i-note__head">
              <span>{note.authorName}</span>
              <When at={note.createdAt} />
            </div>
            <p className="i-prose">{note.body}</p>
          </div>
        ))}
        {open && <NoteForm task={task} />}
      </Panel>
    </>
  );
}

function Side({ task }: { task: Task }) {
  const t = useTranslate();
  const { caseId, groupId, outageId } = task;
  return (
    <SideColumn>
      <SideSection title={t('inbox.tasks.facts')}>
        <KeyValues
          rows={[
            {
              key: 'due',
              label: t('inbox.tasks.due'),
              value: <When at={task.dueAt} />,
              strong: true,
            },
            {
              key: 'created',
              label: t('inbox.tasks.created'),
              value: <When at={task.createdAt} />,
            },
            task.takenAt !== null && {
              key: 'taken',
              label: t('inbox.tasks.taken'),
              value: <When at={task.takenAt} />,
            },
          ]}
        />
      </SideSection>
      <SideSection title={t('inbox.tasks.about')}>
        {caseId === null && groupId === null && outageId === null && (
          <p className="r-muted">{t('inbox.tasks.nothing')}</p>
        )}
        {caseId !== null && (
          <p>
            <Link to={`/cases/${caseId}/show`}>
              {t('inbox.tasks.case', { ticket: task.ticketNo ?? '' })}
            </Link>
          </p>
        )}
        {groupId !== null && (
          <p>
            <Link to={`/cause-groups/${groupId}/show`}>{t('inbox.tasks.group')}</Link>
          </p>
        )}
        {outageId !== null && (
          <p>
            <Link to={`/outages/${outageId}/show`}>{t('inbox.tasks.outage')}</Link>
          </p>
        )}
      </SideSection>
    </SideColumn>
  );
}
