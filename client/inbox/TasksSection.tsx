import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CaseShow } from '#contract/cases.ts';
import type { TaskRecord } from '#contract/tasks.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { SideSection } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { MakeTaskButton } from './MakeTask.tsx';
import { TaskState } from './task-words.tsx';
import './inbox.css';

const EVERY_MS = 30_000;

/** Side section of the case page: what teams were asked, their answers, and asking another. */
export function TasksSection({
  record,
}: {
  record: Pick<CaseShow, 'id' | 'version' | 'state' | 'mayWork'>;
}) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const mayRead = useMay('tasks.read');
  const mayAsk = useMay('tasks.work') && !isCaseEnded(record.state);
  const { data } = useQuery({
    queryKey: ['cases', 'tasks', record.id, record.version],
    enabled: mayRead,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      dataProvider.read<{ items: TaskRecord[] }>(`cases/${record.id}/tasks`, {}, signal),
  });
  if (!mayRead || data === undefined) return null;
  return (
    <SideSection title={t('inbox.tasks.side')}>
      <TaskItems tasks={data.items} none={t('inbox.tasks.sideNone')} />
      {mayAsk && (
        <div className="i-acts">
          <MakeTaskButton about={{ caseId: record.id, record }} />
        </div>
      )}
    </SideSection>
  );
}

/** Side section of a cause's page: what teams were asked about the whole cause. */
export function GroupTasks({ groupId, ended }: { groupId: string; ended: boolean }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const mayRead = useMay('tasks.read');
  const mayAsk = useMay('tasks.work') && !ended;
  const { data } = useQuery({
    // By this name a change of any task refreshes it.
    queryKey: ['tasks', 'getManyReference', groupId],
    enabled: mayRead,
    refetchInterval: EVERY_MS,
    queryFn: ({ signal }) =>
      dataProvider.read<{ items: TaskRecord[] }>(`cause-groups/${groupId}/tasks`, {}, signal),
  });
  if (!mayRead || data === undefined) return null;
  return (
    <SideSection title={t('inbox.tasks.side')}>
      <TaskItems tasks={data.items} none={t('inbox.tasks.groupNone')} />
      {mayAsk && (
        <div className="i-acts">
          <MakeTaskButton about={{ groupId }} />
        </div>
      )}
    </SideSection>
  );
}

function TaskItems({ tasks, none }: { tasks: readonly TaskRecord[]; none: string }) {
  const t = useTranslate();
  if (tasks.length === 0) return <p className="r-muted">{none}</p>;
  return (
    <ul className="i-tasks">
      {tasks.map((task) => (
        <li key={task.id}>
          <div className="i-tasks__head">
            <Link to={`/tasks/${task.id}/show`} className="r-ellipsis">
              {t(`inbox.tasks.queue.${task.queue}`)} · {task.title}
            </Link>
            <TaskState task={task} />
          </div>
          {task.answer !== null && <p className="i-tasks__answer">{task.answer}</p>}
        </li>
      ))}
    </ul>
  );
}
