import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RecoveryShow } from '#contract/recoveries.ts';
import type { RecoveryHead } from '#domain/recoveries.ts';
import { createZone, localDateAt, parseLocal } from '#domain/time.ts';
import { Button, Dialog, Segment, formatFen, useNow } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { Field } from './Field.tsx';
import { YuanInput } from './YuanInput.tsx';
import { useFormVerb } from './useFormVerb.ts';

interface Props {
  row: RecoveryShow;
  onClose(): void;
}

type Act = 'letter' | 'agree' | 'receive' | 'note';
const paths = { letter: 'send-letter', agree: 'agree', receive: 'receive', note: 'notes' } as const;

function useAct({ row, onClose }: Props, act: Act) {
  const notify = useNotify();
  return useFormVerb(`recoveries/${row.id}/${paths[act]}`, () => {
    notify(act === 'receive' ? 'recoveries.done.received' : 'recoveries.done.saved', {
      type: 'success',
    });
    onClose();
  });
}

interface ShellProps {
  act: Act;
  busy: boolean;
  disabled?: boolean;
  onClose(): void;
  onSubmit(): void;
  children: ReactNode;
}

function Shell({ act, busy, disabled = false, onClose, onSubmit, children }: ShellProps) {
  const t = useTranslate();
  const title = t(`recoveries.acts.${act}`);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      onSubmit={onSubmit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={busy} disabled={disabled}>
            {title}
          </Button>
        </>
      }
    >
      {act !== 'note' && <p className="r-prose">{t(`recoveries.ask.${act}`)}</p>}
      {children}
    </Dialog>
  );
}

const DAY_MS = 86_400_000;

/** A local date so many days ahead, and the instant at which that day ends. */
function useDueDate(days: number) {
  const session = useSession();
  const now = useNow();
  const zone = createZone(session.zone);
  const [date, setDate] = useState(() => localDateAt(zone, now + days * DAY_MS));
  return { date, setDate, dueAt: () => parseLocal(zone, `${date} 23:59`) };
}

export function LetterDialog(props: Props) {
  const t = useTranslate();
  const { date, setDate, dueAt } = useDueDate(15);
  const { send, busy, faults } = useAct(props, 'letter');
  const save = () => send({ version: props.row.version, dueAt: dueAt() });
  return (
    <Shell act="letter" busy={busy} onClose={props.onClose} onSubmit={save} disabled={date === ''}>
      <Field
        label={t('recoveries.field.due')}
        type="date"
        value={date}
        fault={faults['dueAt']}
        onChange={setDate}
      />
    </Shell>
  );
}

export function AgreeDialog(props: Props) {
  const { row } = props;
  const t = useTranslate();
  const { date, setDate, dueAt } = useDueDate(30);
  const [sums, setSums] = useState<Partial<Record<RecoveryHead, number | null>>>(
    Object.fromEntries(row.heads.map(({ head, claimedFen }) => [head, claimedFen])),
  );
  const [reason, setReason] = useState('');
  const { send, busy, faults } = useAct(props, 'agree');
  const save = () =>
    send({
      ...{ version: row.version, dueAt: dueAt() },
      heads: row.heads.map(({ head }) => ({ head, agreedFen: sums[head] ?? 0 })),
      ...(reason.trim() === '' ? {} : { reason }),
    });
  const bad = date === '' || Object.values(sums).includes(null);
  return (
    <Shell act="agree" busy={busy} onClose={props.onClose} onSubmit={save} disabled={bad}>
      {row.heads.map(({ head, claimedFen }) => (
        <YuanInput
          key={head}
          label={t(`recoveries.head.${head}`)}
          value={claimedFen}
          help={`${t('recoveries.heads.claimed')} ${formatFen(claimedFen)}`}
          fault={faults[`agreedFen.${head}`]}
          onChange={(fen) => setSums({ ...sums, [head]: fen })}
        />
      ))}
      <Field
        label={t('recoveries.field.due')}
        type="date"
        value={date}
        fault={faults['dueAt']}
        onChange={setDate}
      />
      <Field
        label={t('recoveries.field.reason')}
        value={reason}
        maxLength={500}
        fault={faults['reason'] ?? faults['heads']}
        onChange={setReason}
      />
    </Shell>
  );
}

export function ReceiveDialog(props: Props) {
  const { row } = props;
  const t = useTranslate();
  const { date, setDate } = useDueDate(0);
  const owing = row.heads.find((one) => one.receivedFen < (one.agreedFen ?? 0)) ?? row.heads[0];
  const [head, setHead] = useState<RecoveryHead>(owing?.head ?? 'repair');
  const [sign, setSign] = useState<'in' | 'back'>('in');
  const [fen, setFen] = useState<number | null>(0);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const { send, busy, faults } = useAct(props, 'receive');
  const save = () =>
    send({
      ...{ version: row.version, head, reference, receivedOn: date },
      amountFen: sign === 'in' ? fen : -(fen ?? 0),
      ...(reason.trim() === '' ? {} : { reason }),
    });
  const field = (name: string) => t(`recoveries.field.${name}`);
  const bad = fen === null || date === '';
  return (
    <Shell act="receive" busy={busy} onClose={props.onClose} onSubmit={save} disabled={bad}>
      <Segment
        label={t('recoveries.heads.head')}
        value={head}
        onChange={(next) => setHead(next as RecoveryHead)}
        options={row.heads.map((one) => ({
          id: one.head,
          label: t(`recoveries.head.${one.head}`),
        }))}
      />
      <Segment
        label={field('sign')}
        value={sign}
        onChange={(next) => setSign(next as 'in' | 'back')}
        options={(['in', 'back'] as const).map((id) => ({ id, label: field(id) }))}
      />
      <YuanInput label={field('amount')} value={0} fault={faults['amountFen']} onChange={setFen} />
      <Field
        label={t('recoveries.money.on')}
        type="date"
        value={date}
        fault={faults['receivedOn']}
        onChange={setDate}
      />
      <Field
        label={t('recoveries.money.reference')}
        value={reference}
        maxLength={80}
        fault={faults['reference']}
        onChange={setReference}
      />
      <Field
        label={field('reason')}
        value={reason}
        maxLength={500}
        fault={faults['reason']}
        onChange={setReason}
      />
    </Shell>
  );
}

export function NoteDialog(props: Props) {
  const t = useTranslate();
  const [note, setNote] = useState('');
  const { send, busy, faults } = useAct(props, 'note');
  return (
    <Shell act="note" busy={busy} onClose={props.onClose} onSubmit={() => send({ note })}>
      <Field
        label={t('recoveries.field.note')}
        type="area"
        value={note}
        maxLength={2000}
        fault={faults['note']}
        onChange={setNote}
      />
    </Shell>
  );
}
