import { useMutation, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { LineRecord } from '#contract/lines.ts';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import { Button, MaskedNumber } from '../../components/index.ts';
import type { RedressDataProvider } from '../../providers/data-provider.ts';

/** The masked number of a line. */
export function LineNumber({ lineId }: { lineId: string }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['lines', lineId],
    queryFn: ({ signal }) => dataProvider.read<LineRecord>(`lines/${lineId}`, {}, signal),
    staleTime: 60_000,
  });
  return <MaskedNumber value={data?.msisdnMasked ?? '…'} />;
}

/** A number is looked up by POST and becomes the line's id, so that it stands in no address. */
export function NumberEditor({ onFound }: { onFound(lineId: string): void }) {
  const t = useTranslate();
  const id = useId();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [typed, setTyped] = useState('');
  const [misshapen, setMisshapen] = useState(false);
  const lookup = useMutation<{ id: string }, HttpError, string>({
    mutationFn: (msisdn) => dataProvider.send('POST', 'lines/lookup', { msisdn }),
    onSuccess: (found) => onFound(found.id),
  });
  const fault = misshapen
    ? t('unsubscribes.filter.numberShape')
    : lookup.error === null
      ? ''
      : lookup.error.status === 404
        ? t('unsubscribes.filter.numberUnknown')
        : lookup.error.message;
  return (
    <form
      className="q-pop__form"
      onSubmit={(event) => {
        event.preventDefault();
        const shaped = normaliseMsisdn(typed) !== null;
        setMisshapen(!shaped);
        if (shaped && !lookup.isPending) lookup.mutate(typed.trim());
      }}
    >
      <div className="r-pop__text">
        <input
          id={id}
          type="text"
          inputMode="tel"
          autoComplete="off"
          value={typed}
          aria-label={t('unsubscribes.filter.number')}
          aria-invalid={fault !== '' || undefined}
          aria-describedby={`${id}-help`}
          autoFocus
          onChange={(event) => {
            setTyped(event.target.value);
            setMisshapen(false);
            lookup.reset();
          }}
        />
        <Button submit busy={lookup.isPending}>
          {t('common.apply')}
        </Button>
      </div>
      <p id={`${id}-help`} className={fault === '' ? 'r-help' : 'r-help r-help--bad'}>
        {fault === '' ? t('unsubscribes.filter.numberHelp') : fault}
      </p>
    </form>
  );
}
