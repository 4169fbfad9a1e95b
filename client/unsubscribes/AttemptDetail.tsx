import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { AttemptRecord } from '#contract/cases.ts';
import { When } from '../components/index.ts';
import { secondsOf } from './useEntryView.ts';

/** JSON in lines; anything else as it came. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** One call as it is kept: what was sent and answered, without numbers and secrets. */
export function AttemptDetail(props: {
  attempt: AttemptRecord;
  who: string;
  /** The bulk plan that had it made. */
  planId?: string | undefined;
}) {
  const { attempt, who, planId } = props;
  const t = useTranslate();
  const word = (key: string) => t(`unsubscribes.timeline.${key}`);
  const facts = [
    { key: 'at', label: word('started'), value: <When at={attempt.startedAt} /> },
    { key: 'ms', label: word('duration'), value: secondsOf(attempt.durationMs) },
    {
      key: 'trigger',
      label: word('triggerLabel'),
      value: t(`unsubscribes.timeline.trigger.${attempt.trigger}`, { _: attempt.trigger }),
    },
    { key: 'actor', label: word('actor'), value: who },
    {
      key: 'raw',
      label: word('rawCode'),
      value: <span className="r-mono">{attempt.rawCode ?? '–'}</span>,
    },
    {
      key: 'key',
      label: word('key'),
      value: (
        <>
          <span className="r-mono k-break">{attempt.idempotencyKey}</span>{' '}
          <span className="r-note">
            {t('unsubscribes.timeline.generation', { n: attempt.generation })}
          </span>
        </>
      ),
    },
    ...(planId === undefined
      ? []
      : [
          {
            key: 'job',
            label: t('unsubscribes.page.job'),
            value: <Link to={`/bulk/${planId}`}>{t('unsubscribes.page.openJob')}</Link>,
          },
        ]),
  ];
  return (
    <div className="k-attempt__detail">
      <dl className="k-attempt__facts">
        {facts.map((fact) => (
          <div key={fact.key}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      <div className="k-attempt__texts">
        <Wire label={word('request')} text={attempt.request} none="–" />
        <Wire label={word('response')} text={attempt.response} none={word('noResponse')} />
      </div>
    </div>
  );
}

function Wire({ label, text, none }: { label: string; text: string; none: string }) {
  return (
    <div>
      <p className="r-note">{label}</p>
      {text === '' ? (
        <p className="r-muted">{none}</p>
      ) : (
        <pre className="r-raw" tabIndex={0} aria-label={label}>
          {readable(text)}
        </pre>
      )}
    </div>
  );
}
