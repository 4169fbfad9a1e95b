import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { NoticeAttempt, NoticeShow } from '#contract/messages.ts';
import { messageSize } from '#domain/message-parts.ts';
import {
  Duration,
  KeyValues,
  MaskedNumber,
  PageHead,
  Panel,
  RecordPage,
  SideColumn,
  SideSection,
  StatusWord,
  VerbButton,
  When,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { AboutLink } from './AboutLink.tsx';
import { NoticeWord, useReasonText, useTemplateName } from './words.tsx';
import './notices.css';

/** One message: its text as it was sent, where it stands and why, every call about it. */
export function NoticePage() {
  return (
    <RecordPage<NoticeShow>
      refreshEvery={(record) =>
        record !== undefined && ['queued', 'sent', 'unknown'].includes(record.state) ? 5_000 : false
      }
      side={(record) => <Side record={record} />}
    >
      {(record) => <Main record={record} />}
    </RecordPage>
  );
}

function Main({ record }: { record: NoticeShow }) {
  const t = useTranslate();
  const name = useTemplateName();
  const reason = useReasonText();
  return (
    <>
      <PageHead
        title={`${record.templateCode} ${name(record.templateCode)}`}
        tags={<NoticeWord state={record.state} />}
        facts={[
          <MaskedNumber key="number" value={record.msisdnMasked} />,
          t(`notices.channel.${record.channel}`),
          t(`notices.trigger.${record.trigger}`),
          reason(record),
        ].filter((fact) => fact !== '')}
        actions={<Acts record={record} />}
      />
      <Panel
        title={t('notices.show.text')}
        note={`${t(`notices.language.${record.language}`)} · ${t('notices.parts', { smart_count: record.parts })}`}
      >
        <p className="n-text" lang={record.language}>
          {record.body}
        </p>
      </Panel>
      <Panel title={t('notices.show.attempts')} note={record.attempts.length} flush>
        {record.attempts.length === 0 ? (
          <p className="n-none">{t('notices.show.noAttempts')}</p>
        ) : (
          <ol className="n-attempts">
            {record.attempts.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} />
            ))}
          </ol>
        )}
      </Panel>
    </>
  );
}

function Acts({ record }: { record: NoticeShow }) {
  const t = useTranslate();
  const may = useMay('cases.work') && record.mayWork;
  if (!may) return null;
  return (
    <>
      {record.state === 'failed' && (
        <VerbButton
          verb="retry"
          icon="refresh"
          kind="filled"
          label={t('notices.show.retry')}
          message={t('notices.show.retried')}
          ask={{
            title: t('notices.show.retryTitle'),
            sentence: t('notices.show.retrySentence'),
            askReason: false,
          }}
        />
      )}
      {(record.state === 'queued' || record.state === 'held') && (
        <VerbButton
          verb="drop"
          kind="bad"
          label={t('notices.show.drop')}
          message={t('notices.show.dropped')}
          ask={{ title: t('notices.show.dropTitle'), sentence: t('notices.show.dropSentence') }}
        />
      )}
    </>
  );
}

const tones: Readonly<Record<string, Status>> = {
  accepted: 'ok',
  found: 'ok',
  refused: 'bad',
  unknown: 'unk',
  not_found: 'none',
  not_sent: 'wait',
};

function Attempt({ attempt }: { attempt: NoticeAttempt }) {
  const t = useTranslate();
  const { kind, outcome, rawCode, rawText } = attempt;
  return (
    <li>
      <details>
        <summary>
          <When at={attempt.startedAt} />
          <span>{t(`notices.show.${kind}`)}</span>
          <StatusWord status={tones[outcome] ?? 'none'}>
            {t(`notices.outcome.${outcome}`, { _: outcome })}
          </StatusWord>
          <span className="r-ellipsis r-note">
            {[rawCode, rawText].filter((part) => part !== null && part !== '').join(' · ')}
          </span>
          <Duration ms={attempt.durationMs} />
        </summary>
        <h3>{t('notices.show.request')}</h3>
        <pre tabIndex={0}>{attempt.request}</pre>
        <h3>{t('notices.show.response')}</h3>
        <pre tabIndex={0}>{attempt.response}</pre>
      </details>
    </li>
  );
}

function Side({ record }: { record: NoticeShow }) {
  const t = useTranslate();
  const name = useTemplateName();
  const word = (key: string) => t(`notices.show.${key}`);
  const size = messageSize(record.body);
  const limit = size.encoding === 'ucs2' ? 70 : 160;
  const length = size.encoding === 'ucs2' ? 'length' : 'lengthGsm';
  return (
    <SideColumn>
      <SideSection title={word('facts')}>
        <KeyValues
          rows={[
            record.caseId !== null && {
              key: 'case',
              label: word('case'),
              value: <Link to={`/cases/${record.caseId}/show`}>{record.ticketNo}</Link>,
            },
            record.about !== null && {
              key: 'about',
              label: t(`noticeRounds.about.${record.about.kind}`),
              value: <AboutLink about={record.about} />,
            },
            {
              key: 'template',
              label: word('template'),
              value: t('notices.show.templateVersion', {
                name: name(record.templateCode),
                n: record.templateVersionNo,
              }),
            },
            {
              key: 'length',
              label: word('length'),
              value: t(`notices.templates.${length}`, { length: size.length, limit }),
            },
            { key: 'queued', label: word('queued'), value: <When at={record.createdAt} /> },
            record.sentAt !== null && {
              key: 'sent',
              label: word('sent'),
              value: <When at={record.sentAt} />,
            },
            record.deliveredAt !== null && {
              key: 'delivered',
              label: word('delivered'),
              value: <When at={record.deliveredAt} />,
            },
            record.nextAt !== null && {
              key: 'next',
              label: word('next'),
              value: <When at={record.nextAt} />,
            },
            record.notAfterAt !== null && {
              key: 'after',
              label: word('notAfter'),
              value: <When at={record.notAfterAt} />,
            },
            {
              key: 'by',
              label: t('resources.notices.fields.actorName'),
              value: record.actorName === 'system' ? t('audit.system') : record.actorName,
            },
          ]}
        />
      </SideSection>
    </SideColumn>
  );
}
