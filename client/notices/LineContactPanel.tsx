import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { LineContact } from '#contract/notice-rounds.ts';
import { LoadingShape, Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

/** How the line may be written to, and that its holder wants only what is essential. */
export function LineContactPanel({ lineId }: { lineId: string }) {
  const t = useTranslate();
  const may = useMay('cases.manage');
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queryKey = ['lines', lineId, 'contact'];
  const { data } = useQuery<LineContact, HttpError>({
    queryKey,
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`lines/${lineId}/contact`, undefined, signal),
  });
  const save = useMutation<LineContact, HttpError, boolean>({
    mutationFn: (optedOut) =>
      dataProvider.send('PUT', `lines/${lineId}/contact`, {
        version: data?.version ?? 0,
        optedOut,
      }),
    onSuccess: (answer) => {
      queries.setQueryData(queryKey, answer);
      const text = t('noticeRounds.contact.saved');
      notify(text, { type: 'success', messageArgs: { _: text } });
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      void queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <Panel title={t('noticeRounds.contact.title')}>
      {data === undefined ? (
        <LoadingShape shape="rows" rows={2} />
      ) : (
        <>
          <label className="n-check">
            <input
              type="checkbox"
              checked={data.optedOut}
              disabled={!may || save.isPending}
              onChange={(event) => save.mutate(event.target.checked)}
            />
            {t('noticeRounds.contact.optedOut')}
          </label>
          <p className="r-help">{t('noticeRounds.contact.help')}</p>
          <p className="r-note">
            {t(data.appPush ? 'noticeRounds.contact.app' : 'noticeRounds.contact.noApp')}
          </p>
        </>
      )}
    </Panel>
  );
}
