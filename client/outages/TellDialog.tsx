import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { NoticePreview } from '#contract/notice-rounds.ts';
import type { OutageShow } from '#contract/outages.ts';
import type { OutageEvent } from '#domain/outage-notices.ts';
import {
  Button,
  Dialog,
  ErrorState,
  LoadingShape,
  formatDuration,
  formatNumber,
  useLocaleName,
  useVerb,
} from '../components/index.ts';
import { CountField, RateField, countIsRight } from '../notices/SendFields.tsx';
import { useMoment } from '../notices/words.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';

interface TellProps {
  outage: OutageShow;
  event: OutageEvent;
  onClose: () => void;
}

/** Who would read what: every text with its lines, then the sentence of what will happen and the typed count. */
export function TellDialog({ outage, event, onClose }: TellProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<NoticePreview, HttpError>({
    queryKey: ['outages', outage.id, 'notices', 'preview', event],
    retry: false,
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      dataProvider.read(`outages/${outage.id}/notices/preview`, { event }, signal),
  });
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [rate, setRate] = useState<number | null>(null);
  const act = useVerb({ message: t('noticeRounds.sent'), onDone: onClose });
  const ratePerSecond = rate ?? data?.ratePerSecond ?? 1;
  const count = data?.count ?? 0;
  const submit = () => {
    if (act.isPending || count === 0) return;
    if (!countIsRight(typed, count)) return setWrong(true);
    const body = { event, count, ratePerSecond };
    act.mutate(
      { resource: 'outages', id: outage.id, verb: 'notices', body },
      { onError: () => void refetch() },
    );
  };
  const name = t(`noticeRounds.event.${event}`);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('noticeRounds.ask', { event: name })}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {count > 0 && (
            <Button kind="filled" submit busy={act.isPending}>
              {t('noticeRounds.send', { count: formatNumber(count, locale) })}
            </Button>
          )}
        </>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={4} />
      ) : data.count === 0 ? (
        <p className="r-prose">{t('noticeRounds.nobody')}</p>
      ) : (
        <>
          <p className="r-prose">
            {t('noticeRounds.sentence', {
              n: formatNumber(count, locale),
              rate: formatNumber(ratePerSecond, locale),
              time: formatDuration(Math.ceil(count / ratePerSecond) * 1_000),
            })}
          </p>
          <Facts preview={data} />
          <PreviewTexts preview={data} />
          <RateField value={ratePerSecond} onChange={setRate} />
          <CountField
            count={count}
            typed={typed}
            wrong={wrong}
            onChange={(text) => {
              setTyped(text);
              setWrong(false);
            }}
          />
        </>
      )}
    </Dialog>
  );
}

/** What holds messages back, and who gets none. */
function Facts({ preview }: { preview: NoticePreview }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const when = useMoment();
  const reasons = Object.entries(preview.excluded).map(([reason, n]) =>
    t(`noticeRounds.excluded.${reason}`, { n: formatNumber(n, locale) }),
  );
  return (
    <p className="r-note nr-facts">
      {reasons.length > 0 && (
        <span>
          {t('noticeRounds.left', { reasons: reasons.join(locale === 'zh' ? '，' : ', ') })}
        </span>
      )}
      {preview.quietUntilAt !== null && (
        <span className="r-ink-held">
          {t('noticeRounds.quiet', { time: when(preview.quietUntilAt) })}
        </span>
      )}
      {preview.smsOut && <span className="r-ink-held">{t('noticeRounds.smsOut')}</span>}
    </p>
  );
}

function PreviewTexts({ preview }: { preview: NoticePreview }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <ul className="nr-preview">
      {preview.texts.map((one) => (
        <li key={`${one.language} ${one.channel}`}>
          <span className="r-note">
            {one.templateCode} · {t(`notices.language.${one.language}`)} ·{' '}
            {t(`notices.channel.${one.channel}`)} · {t('notices.parts', { smart_count: one.parts })}{' '}
            ·{' '}
            {t('noticeRounds.lines', {
              smart_count: one.lines,
              _: formatNumber(one.lines, locale),
            })}
          </span>
          <p className="n-bubble" lang={one.language}>
            {one.text}
          </p>
        </li>
      ))}
    </ul>
  );
}
