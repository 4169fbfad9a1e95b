import { useMutation, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { PastedListRecord } from '#contract/search.ts';
import { Button } from '../../components/index.ts';
import type { RedressDataProvider } from '../../providers/data-provider.ts';

function usePastedList(id: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['pasted-lists', id],
    queryFn: ({ signal }) => dataProvider.read<PastedListRecord>(`pasted-lists/${id}`, {}, signal),
    staleTime: 600_000,
    enabled: id !== '',
  });
}

/** "200 pasted, 3 not found". */
export function PastedCount({ id }: { id: string }) {
  const t = useTranslate();
  const { data, isError } = usePastedList(id);
  if (isError) return <>{t('views.paste.gone')}</>;
  if (data === undefined) return <>…</>;
  const missing = data.given - data.found;
  return (
    <>
      {t(missing === 0 ? 'views.paste.found' : 'views.paste.missing', {
        given: data.given,
        missing,
      })}
    </>
  );
}

/** A list is posted once and becomes an id; what was not found stays in view. */
export function PasteEditor(props: { id: string; onKept(id: string): void }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = usePastedList(props.id);
  const [typed, setTyped] = useState('');
  const keep = useMutation<PastedListRecord, HttpError, string>({
    mutationFn: (text) => dataProvider.send('POST', 'pasted-lists', { text }),
    onSuccess: (kept) => {
      setTyped('');
      props.onKept(kept.id);
    },
  });
  const fault = faultOf(keep.error);
  return (
    <form
      className="q-pop__form r-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '' && !keep.isPending) keep.mutate(typed);
      }}
    >
      {data !== undefined && <NotFound list={data} />}
      <textarea
        rows={6}
        value={typed}
        aria-label={t('views.paste.chip')}
        aria-invalid={fault !== '' || undefined}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className={fault === '' ? 'r-help' : 'r-help r-help--bad'}>
        {fault === '' ? t('views.paste.help') : fault}
      </p>
      <Button submit busy={keep.isPending}>
        {t('views.paste.use')}
      </Button>
    </form>
  );
}

function NotFound({ list }: { list: PastedListRecord }) {
  const t = useTranslate();
  const missing = list.given - list.found;
  if (missing === 0) return null;
  const more = missing - list.notFound.length;
  return (
    <div className="q-paste__rest">
      <strong>{t('views.paste.rest')}</strong>
      <ul>
        {list.notFound.map((entry) => (
          <li key={entry}>{entry}</li>
        ))}
      </ul>
      {more > 0 && <span>{t('views.paste.restMore', { smart_count: more })}</span>}
    </div>
  );
}

function faultOf(error: HttpError | null): string {
  if (error === null) return '';
  const { errors } = (error.body ?? {}) as { errors?: { text?: string } };
  return typeof errors?.text === 'string' ? errors.text : error.message;
}
