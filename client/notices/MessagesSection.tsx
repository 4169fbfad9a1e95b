import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { CaseShow } from '#contract/cases.ts';
import type { CaseMessages, MessageOption, NoticeRecord } from '#contract/messages.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { Button, SideSection, StatusWord, When } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { AlternativeCards } from './AlternativeCards.tsx';
import { ConfirmationCard } from './ConfirmationCard.tsx';
import { AskDialog, OfferDialog, SurveyDialog } from './CaseDialogs.tsx';
import { SendDialog } from './SendDialog.tsx';
import { useCaseMessages } from './useCaseMessages.ts';
import { NoticeWord, useGateText, useReasonText } from './words.tsx';
import './notices.css';

export type MessageCase = Pick<CaseShow, 'id' | 'version' | 'state' | 'lineId' | 'mayWork'>;
type Opened = 'send' | 'ask' | 'offer' | 'survey' | null;

const SHOWN = 3;

/** Side section of the case page: what the customer was told, what may not be told yet, and what to say next. */
export function MessagesSection({ record }: { record: MessageCase }) {
  const t = useTranslate();
  const may = useMay('cases.work') && record.mayWork;
  const { data } = useCaseMessages(record.id, record.version);
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  if (data === undefined)
    return <SideSection title={t('notices.section.title')}>{null}</SideSection>;
  const all = `/notices?filter=${encodeURIComponent(JSON.stringify({ caseId: record.id }))}`;
  return (
    <SideSection
      title={t('notices.section.title')}
      link={
        data.notices.length > 0 && (
          <Link to={all}>{t('notices.section.all', { count: data.notices.length })}</Link>
        )
      }
    >
      <Cards record={record} data={data} may={may} />
      {may && <Acts record={record} data={data} onOpen={setOpened} />}
      {opened === 'send' && <SendDialog record={record} data={data} onClose={close} />}
      {opened === 'ask' && <AskDialog record={record} onClose={close} />}
      {opened === 'offer' && <OfferDialog record={record} data={data} onClose={close} />}
      {opened === 'survey' && <SurveyDialog record={record} onClose={close} />}
    </SideSection>
  );
}

function Cards({ record, data, may }: { record: MessageCase; data: CaseMessages; may: boolean }) {
  const t = useTranslate();
  const blocked = blockedNext(data, record);
  const [confirmation] = data.confirmations;
  return (
    <div className="n-cards">
      {data.notices.slice(0, SHOWN).map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
      {data.notices.length === 0 && <p className="r-muted">{t('notices.section.none')}</p>}
      {confirmation !== undefined && (
        <ConfirmationCard record={record} confirmation={confirmation} may={may} />
      )}
      <AlternativeCards record={record} alternatives={data.alternatives} may={may} />
      {blocked !== null && <BlockedCard option={blocked} />}
      {data.survey !== null && (
        <div className="n-card">
          <StatusWord status={data.survey.answer === 'solved' ? 'ok' : 'bad'}>
            {t(`notices.section.${data.survey.answer}`)}
          </StatusWord>
          {data.survey.reasonTag !== null && (
            <p>
              {t(`notices.surveyDialog.tags.${data.survey.reasonTag}`, {
                _: data.survey.reasonTag,
              })}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

/** The end of the story, while a fact is still missing for it: "cancelled", else the code's first message. */
function blockedNext(data: CaseMessages, record: MessageCase): MessageOption | null {
  const find = (test: (one: MessageOption) => boolean) =>
    data.options.find((one) => test(one) && !one.alreadySent && one.gates.length > 0) ?? null;
  if (isCaseEnded(record.state)) return null;
  return find(({ first }) => first) ?? find(({ templateCode }) => templateCode === 'T5');
}

function NoticeCard({ notice }: { notice: NoticeRecord }) {
  const t = useTranslate();
  const reason = useReasonText()(notice);
  return (
    <div className="n-card">
      <div className="n-card__head">
        <Link to={`/notices/${notice.id}/show`}>
          {notice.templateCode} · {t(`notices.channel.${notice.channel}`)}
        </Link>
        <span>
          <When at={notice.deliveredAt ?? notice.sentAt ?? notice.createdAt} />{' '}
          <NoticeWord state={notice.state} />
        </span>
      </div>
      {reason !== '' && <p className="r-note">{reason}</p>}
      <p lang={notice.language}>{notice.body}</p>
    </div>
  );
}

function BlockedCard({ option }: { option: MessageOption }) {
  const t = useTranslate();
  const gateText = useGateText();
  return (
    <div className="n-card">
      <div className="n-card__head">
        <span>{option.templateCode}</span>
        <span>{t('notices.section.blocked')}</span>
      </div>
      {option.gates.map((gate) => (
        <p key={`${gate.fact} ${gate.about.join()}`}>{gateText(gate)}</p>
      ))}
    </div>
  );
}

function Acts(props: {
  record: MessageCase;
  data: CaseMessages;
  onOpen: (opened: Opened) => void;
}) {
  const { record, data, onOpen } = props;
  const t = useTranslate();
  const ended = isCaseEnded(record.state);
  const asked = data.confirmations[0]?.state === 'asked';
  const askable = (record.state === 'open' || record.state === 'waiting_customer') && !asked;
  return (
    <div className="n-acts">
      <Button icon="mail" onClick={() => onOpen('send')}>
        {t('notices.section.send')}
      </Button>
      {askable && <Button onClick={() => onOpen('ask')}>{t('notices.section.ask')}</Button>}
      {!ended && <Button onClick={() => onOpen('offer')}>{t('notices.section.offer')}</Button>}
      {ended && data.survey === null && (
        <Button onClick={() => onOpen('survey')}>{t('notices.section.survey')}</Button>
      )}
    </div>
  );
}
