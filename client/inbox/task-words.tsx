import { useTranslate } from 'ra-core';
import type { TaskRecord } from '#contract/tasks.ts';
import { StatusTag, StatusWord, When, useNow } from '../components/index.ts';
import type { Status } from '../components/index.ts';

export const taskStatus: Readonly<Record<TaskRecord['state'], Status>> = {
  open: 'open',
  taken: 'flight',
  answered: 'ok',
  closed: 'none',
};

export function TaskState({
  task,
  tag = false,
}: {
  task: Pick<TaskRecord, 'state'>;
  tag?: boolean;
}) {
  const t = useTranslate();
  const word = t(`inbox.tasks.state.${task.state}`);
  const status = taskStatus[task.state];
  return tag ? (
    <StatusTag status={status}>{word}</StatusTag>
  ) : (
    <StatusWord status={status}>{word}</StatusWord>
  );
}

/** Until when, in red once that is past. */
export function DueAt({ at }: { at: number | null }) {
  const now = useNow();
  const when = <When at={at} as="due" />;
  return at !== null && at < now ? <span className="r-ink-bad">{when}</span> : when;
}

/** Until when the answer is asked for, or when it came. */
export function TaskDue({ task }: { task: TaskRecord }) {
  const { state, dueAt } = task;
  if (state === 'answered' || state === 'closed')
    return <When at={task.answeredAt ?? task.closedAt} as="ago" />;
  return <DueAt at={dueAt} />;
}
