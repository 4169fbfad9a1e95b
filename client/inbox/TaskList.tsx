import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { Link } from 'react-router-dom';
import type { TaskCounts, TaskRecord } from '#contract/tasks.ts';
import { taskStates } from '#domain/lifecycles.ts';
import { EmptyState, ListPage, RecordLink, When, WorkTable } from '../components/index.ts';
import type { FilterSpec, ListTab } from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { TaskDue, TaskState } from './task-words.tsx';
import './inbox.css';

const OPEN = ['open', 'taken'];

export function useTaskCounts() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: ({ signal }) => dataProvider.read<TaskCounts>('tasks/counts', {}, signal),
    refetchInterval: 20_000,
  });
}

/** The queues of the teams: one tab each, with what is still open. */
export function TaskList() {
  const t = useTranslate();
  useLive(['task']);
  const { data: counts } = useTaskCounts();
  const sum = counts?.queues.reduce((all, one) => all + one.open + one.taken, 0);
  const tabs: ListTab[] = [
    { id: 'all', label: t('inbox.tasks.tabs.all'), count: sum, filter: {} },
    ...(counts?.queues ?? []).map(({ queue, open, taken }) => ({
      id: queue,
      label: t(`inbox.tasks.queue.${queue}`),
      count: open + taken,
      filter: { queue: [queue] },
    })),
    {
      id: 'mine',
      label: t('inbox.tasks.tabs.mine'),
      count: counts?.mine,
      filter: { mine: true },
    },
    { id: 'made', label: t('inbox.tasks.tabs.made'), filter: { madeByMe: true } },
  ];
  const filters: FilterSpec[] = [
    {
      source: 'state',
      label: t('inbox.tasks.states'),
      kind: 'choices',
      choices: taskStates.map((state) => ({ id: state, label: t(`inbox.tasks.state.${state}`) })),
    },
  ];
  return (
    <ListPage
      title={t('inbox.tasks.title')}
      tags={t('inbox.tasks.lead')}
      sort={{ field: 'dueAt', order: 'ASC' }}
      tabs={{ label: t('inbox.tasks.queues'), items: tabs }}
      filters={filters}
      filterDefaultValues={{ state: OPEN }}
      refreshEvery={20_000}
    >
      <WorkTable<TaskRecord>
        empty={<EmptyState text={t('inbox.tasks.empty')} />}
        mobile={(task) => ({
          title: task.title,
          second: `${t(`inbox.tasks.queue.${task.queue}`)} · ${task.ticketNo ?? t('inbox.tasks.nothing')}`,
          when: <TaskDue task={task} />,
          state: <TaskState task={task} />,
        })}
      >
        <DataTable.Col<TaskRecord>
          source="title"
          disableSort
          render={(task) => <RecordLink>{task.title}</RecordLink>}
        />
        <DataTable.Col<TaskRecord>
          source="queue"
          disableSort
          render={(task) => t(`inbox.tasks.queue.${task.queue}`)}
        />
        <DataTable.Col<TaskRecord>
          source="state"
          disableSort
          render={(task) => <TaskState task={task} />}
        />
        <DataTable.Col<TaskRecord> source="dueAt" render={(task) => <TaskDue task={task} />} />
        <DataTable.Col<TaskRecord>
          source="ticketNo"
          disableSort
          render={(task) => <About task={task} />}
        />
        <DataTable.Col<TaskRecord>
          source="takenByName"
          disableSort
          render={(task) => task.takenByName ?? '–'}
        />
        <DataTable.Col<TaskRecord> source="madeByName" disableSort />
        <DataTable.Col<TaskRecord>
          source="createdAt"
          render={(task) => <When at={task.createdAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

function About({ task }: { task: TaskRecord }) {
  if (task.caseId === null) return <>–</>;
  return (
    <Link to={`/cases/${task.caseId}/show`} onClick={(event) => event.stopPropagation()}>
      {task.ticketNo}
    </Link>
  );
}
