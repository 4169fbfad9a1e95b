import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { OwnSession } from '#contract/session.ts';
import { Button, ErrorState, LoadingShape, Panel, StatusTag, When } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const queryKey = ['session', 'sessions'];

/** `Chrome 141 · Windows` out of a user agent; the whole of it stands in the tooltip. */
function deviceOf(userAgent: string): string {
  const browser =
    /(Edg|OPR|Firefox|MicroMessenger|Chrome|Version)\/(\d+)/.exec(userAgent) ?? undefined;
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1] ?? '';
  if (browser === undefined) return userAgent.slice(0, 40);
  const name = names[browser[1] ?? ''] ?? browser[1] ?? '';
  return [`${name} ${browser[2] ?? ''}`, system.replace('Mac OS X', 'macOS')]
    .filter(Boolean)
    .join(' · ');
}

export function SessionsPanel() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const t = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => dataProvider.read<OwnSession[]>('session/sessions', {}, signal),
  });
  const end = useMutation({
    mutationFn: (id: string) =>
      dataProvider.send('DELETE', `session/sessions/${encodeURIComponent(id)}`),
    onSuccess: async () => {
      notify('account.sessions.ended', { type: 'success' });
      await queries.invalidateQueries({ queryKey });
    },
    onError: (failure: Error) => notify(failure.message, { type: 'error' }),
  });
  return (
    <Panel title={t('account.sessions.title')} flush>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingShape rows={2} />}
      {data !== undefined && (
        <div className="r-scroll">
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{t('account.sessions.device')}</th>
                <th scope="col">{t('account.sessions.started')}</th>
                <th scope="col">{t('account.sessions.seen')}</th>
                <th scope="col">
                  <span className="r-hidden">{t('account.sessions.end')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((session) => (
                <tr key={session.id}>
                  <td title={session.userAgent}>{deviceOf(session.userAgent)}</td>
                  <td>
                    <When at={session.createdAt} />
                  </td>
                  <td>
                    <When at={session.lastSeenAt} as="ago" />
                  </td>
                  <td className="r-right">
                    {session.current ? (
                      <StatusTag status="ok">{t('account.sessions.current')}</StatusTag>
                    ) : (
                      <Button
                        kind="bad"
                        busy={end.isPending && end.variables === session.id}
                        aria-label={t('account.sessions.endLabel', {
                          device: deviceOf(session.userAgent),
                        })}
                        onClick={() => end.mutate(session.id)}
                      >
                        {t('account.sessions.end')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
