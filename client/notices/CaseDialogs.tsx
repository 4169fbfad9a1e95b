import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { alternativeKinds, type AlternativeKind, type CaseMessages } from '#contract/messages.ts';
import { parseYuan } from '#domain/yuan.ts';
import { Button, Dialog, FieldRow, LocalDate, Segment } from '../components/index.ts';
import type { MessageCase } from './MessagesSection.tsx';
import { useMessageAct } from './useCaseMessages.ts';

interface Props {
  record: MessageCase;
  onClose: () => void;
}

/** Sends T8; the case waits until the answer or the end of its time. */
export function AskDialog({ record, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const [minutes, setMinutes] = useState(30);
  const act = useMessageAct(record.id, t('notices.askDialog.done'), onClose);
  const sound = Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('notices.askDialog.title')}
      onSubmit={() => {
        if (sound) act.mutate({ path: 'confirmation', body: { version: record.version, minutes } });
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending} disabled={!sound}>
            {t('notices.askDialog.confirm')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('notices.askDialog.sentence')}</p>
      <div className="r-field">
        <label htmlFor={id}>{t('notices.askDialog.minutes')}</label>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={5}
          max={1440}
          data-first
          value={minutes}
          onChange={(event) => setMinutes(Number(event.target.value))}
        />
      </div>
    </Dialog>
  );
}

/** What can be had instead; said on the phone, and sent as a message where wanted. */
export function OfferDialog({ record, data, onClose }: Props & { data: CaseMessages }) {
  const t = useTranslate();
  const word = (key: string) => t(`notices.offerDialog.${key}`);
  const [kind, setKind] = useState<AlternativeKind>(
    data.contractEndOn === null ? 'change_plan' : 'early_exit',
  );
  const [label, setLabel] = useState('');
  const [fee, setFee] = useState(
    data.exitFeeFen === null ? '' : (data.exitFeeFen / 100).toFixed(2),
  );
  const [tell, setTell] = useState(false);
  const act = useMessageAct(record.id, word('done'), onClose);
  const withFee = kind === 'early_exit';
  const feeFen = withFee && fee.trim() !== '' ? parseYuan(fee.trim()) : null;
  const sound = label.trim() !== '' && (!withFee || fee.trim() === '' || feeFen !== null);
  return (
    <Dialog
      open
      onClose={onClose}
      title={word('title')}
      onSubmit={() => {
        if (sound)
          act.mutate({
            path: 'alternatives',
            body: { version: record.version, kind, label: label.trim(), feeFen, tell },
          });
      }}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending} disabled={!sound}>
            {word('confirm')}
          </Button>
        </>
      }
    >
      <KindField value={kind} onChange={setKind} />
      {data.contractEndOn !== null && (
        <p className="r-note">
          {word('contract')} <LocalDate on={data.contractEndOn} withYear />
        </p>
      )}
      <FieldRow>
        <TextField label={word('label')} value={label} max={24} onChange={setLabel} />
        {withFee && <TextField label={word('fee')} value={fee} max={10} onChange={setFee} />}
      </FieldRow>
      <label className="n-check">
        <input type="checkbox" checked={tell} onChange={(event) => setTell(event.target.checked)} />
        {word('tell')}
      </label>
    </Dialog>
  );
}

function KindField(props: { value: AlternativeKind; onChange: (kind: AlternativeKind) => void }) {
  const t = useTranslate();
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('notices.offerDialog.kind')}</label>
      <select
        id={id}
        data-first
        value={props.value}
        onChange={(event) => {
          const kind = alternativeKinds.find((one) => one === event.target.value);
          if (kind !== undefined) props.onChange(kind);
        }}
      >
        {alternativeKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`notices.offerDialog.kinds.${kind}`)}
          </option>
        ))}
      </select>
      <p className="r-help">{t(`notices.offerDialog.follows.${props.value}`)}</p>
    </div>
  );
}

function TextField(props: {
  label: string;
  value: string;
  max: number;
  onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        value={props.value}
        maxLength={props.max}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}

const TAGS = [
  'still_charged',
  'still_active',
  'not_told',
  'too_slow',
  'unfair_rule',
  'other',
] as const;

/** What the customer says afterwards, on the phone. */
export function SurveyDialog({ record, onClose }: Props) {
  const t = useTranslate();
  const id = useId();
  const word = (key: string) => t(`notices.surveyDialog.${key}`);
  const [answer, setAnswer] = useState<'solved' | 'unsolved'>('solved');
  const [tag, setTag] = useState('');
  const act = useMessageAct(record.id, word('done'), onClose);
  const reasonTag = answer === 'unsolved' && tag !== '' ? tag : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={word('title')}
      onSubmit={() => act.mutate({ path: 'survey', body: { answer, reasonTag } })}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <Segment
        label={word('title')}
        value={answer}
        onChange={(one) => setAnswer(one === 'solved' ? 'solved' : 'unsolved')}
        options={[
          { id: 'solved', label: word('solved') },
          { id: 'unsolved', label: word('unsolved') },
        ]}
      />
      {answer === 'unsolved' && (
        <div className="r-field">
          <label htmlFor={id}>{word('tag')}</label>
          <select id={id} value={tag} onChange={(event) => setTag(event.target.value)}>
            <option value="">{word('noTag')}</option>
            {TAGS.map((one) => (
              <option key={one} value={one}>
                {word(`tags.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Dialog>
  );
}
