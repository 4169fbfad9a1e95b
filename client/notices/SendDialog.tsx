import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { messageChannels, type CaseMessages, type MessageChannel } from '#contract/messages.ts';
import { Button, Dialog, Segment, StatusWord } from '../components/index.ts';
import type { MessageCase } from './MessagesSection.tsx';
import { useMessageAct } from './useCaseMessages.ts';
import { useGateText, useTemplateName } from './words.tsx';

interface Props {
  record: MessageCase;
  data: CaseMessages;
  onClose: () => void;
}

/** Which message, by which channel, and exactly what the customer will read; or why it may not leave. */
export function SendDialog({ record, data, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const name = useTemplateName();
  // A question has its own dialog: the case waits for its answer.
  const options = data.options.filter(({ templateCode }) => templateCode !== 'T8');
  const sendable = options.filter((one) => one.gates.length === 0 && !one.alreadySent);
  const first =
    sendable.find((one) => one.first) ??
    sendable.find(({ templateCode }) => templateCode === 'T5') ??
    sendable[0] ??
    options.find((one) => one.first) ??
    options[0];
  const [code, setCode] = useState(first?.templateCode ?? '');
  const [channel, setChannel] = useState<MessageChannel>('sms');
  const act = useMessageAct(record.id, t('notices.sendDialog.done'), onClose);
  const chosen = options.find((one) => one.templateCode === code);
  const ready = chosen !== undefined && chosen.gates.length === 0 && !chosen.alreadySent;
  const word = (key: string) => t(`notices.sendDialog.${key}`);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={word('title')}
      onSubmit={() => {
        if (ready) act.mutate({ path: 'messages', body: { templateCode: code, channel } });
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending} disabled={!ready}>
            {t('notices.sendDialog.confirm', { code })}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{word('template')}</label>
        <select id={id} value={code} data-first onChange={(event) => setCode(event.target.value)}>
          {options.map((one) => (
            <option key={one.templateCode} value={one.templateCode}>
              {[
                `${one.templateCode} ${name(one.templateCode)}`,
                one.first ? word('first') : '',
                one.alreadySent ? word('already') : '',
                one.gates.length > 0 ? t('notices.section.blocked') : '',
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </option>
          ))}
        </select>
      </div>
      <div className="n-channel">
        <Segment
          label={word('channel')}
          value={channel}
          onChange={(one) => setChannel(one as MessageChannel)}
          options={messageChannels.map((one) => ({ id: one, label: t(`notices.channel.${one}`) }))}
        />
      </div>
      {chosen !== undefined && <Preview option={chosen} language={data.language} />}
    </Dialog>
  );
}

function Preview(props: {
  option: CaseMessages['options'][number];
  language: CaseMessages['language'];
}) {
  const { option, language } = props;
  const t = useTranslate();
  const gateText = useGateText();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <div className="n-preview" aria-live="polite">
      {option.alreadySent && (
        <StatusWord status="held">{t('notices.sendDialog.alreadyText')}</StatusWord>
      )}
      {option.gates.length > 0 && (
        <>
          <StatusWord status="wait">{t('notices.sendDialog.blocked')}</StatusWord>
          <ul>
            {option.gates.map((gate) => (
              <li key={`${gate.fact} ${gate.about.join()}`}>{gateText(gate)}</li>
            ))}
          </ul>
        </>
      )}
      <p className="r-note">
        {t('notices.sendDialog.preview')} · {t(`notices.language.${language}`)} ·{' '}
        {t('notices.parts', { smart_count: option.parts[language] })}
      </p>
      <p className="n-bubble" lang={language}>
        {option.preview[language]}
      </p>
      <details>
        <summary>{t('notices.sendDialog.other')}</summary>
        <p className="n-bubble" lang={other}>
          {option.preview[other]}
        </p>
      </details>
    </div>
  );
}
