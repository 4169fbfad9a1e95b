import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { AuditRecord } from '#contract/audit.ts';
import { Panel, Timeline, When } from '../components/index.ts';
import type { Status, TimelineEntry } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const tones: Readonly<Record<string, Status>> = {
  resolved: 'ok',
  regressed: 'bad',
  escalating: 'bad',
  muted: 'held',
};

/** What was done with the group, and what it did by itself. */
export function GroupHistory({ id, version }: { id: string; version: number }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['cause-groups', id, 'history', version],
    queryFn: ({ signal }) =>
      dataProvider.read<AuditRecord[]>(`cause-groups/${id}/history`, {}, signal),
  });
  if (data === undefined || data.length === 0) return null;
  const entry = (event: AuditRecord): TimelineEntry => {
    const verb = event.action.split('.').at(-1) ?? '';
    const word = (name: string) => t(`causes.state.${String(event.detail[name])}`);
    const cause = event.detail['cause'];
    const why = typeof cause === 'string' ? t(`causes.cause.${cause}`) : null;
    return {
      id: event.id,
      when: <When at={event.at} />,
      status: tones[String(event.detail['to'])] ?? 'none',
      title:
        verb === 'moved'
          ? t('causes.events.moved', { from: word('from'), to: word('to') })
          : t(`causes.events.${verb}`, { _: verb }),
      detail: [why, event.reason].filter((part) => part !== null).join(' · ') || undefined,
      who: event.actorName === 'system' ? t('audit.system') : event.actorName,
    };
  };
  return (
    <Panel title={t('causes.sections.history')} note={String(data.length)} flush>
      <Timeline entries={data.map(entry)} />
    </Panel>
  );
}
