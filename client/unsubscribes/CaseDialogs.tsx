import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { lampSystems } from '#domain/lamps.ts';
import {
  Button,
  Dialog,
  ReasonDialog,
  useLocaleName,
  useNow,
  useVerb,
} from '../components/index.ts';
import { IdentityDialog } from '../identity/IdentityCheck.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { useSession } from '../session/SessionContext.ts';
import { NoteDialog } from './NoteDialog.tsx';
import { ScriptDialog } from './ScriptDialog.tsx';

export type CaseDialogName =
  'note' | 'assign' | 'hold' | 'fail' | 'withdraw' | 'script' | 'identity';

interface DialogProps {
  record: CaseShow;
  onClose(): void;
}

/** The dialog that is open, if any. */
export function CaseDialogs(props: DialogProps & { open: CaseDialogName | null }) {
  const { open, ...rest } = props;
  switch (open) {
    case 'note':
      return <NoteDialog {...rest} />;
    case 'script':
      return <ScriptDialog {...rest} />;
    case 'identity':
      return (
        <IdentityDialog
          lineId={rest.record.lineId}
          caseId={rest.record.id}
          onClose={rest.onClose}
        />
      );
    case 'assign':
      return <AssignDialog {...rest} />;
    case 'hold':
      return <HoldDialog {...rest} />;
    case 'fail':
      return <EndDialog {...rest} verb="fail" />;
    case 'withdraw':
      return <WithdrawDialog {...rest} />;
    default:
      return null;
  }
}

/** Who takes a request back must be known first; then the dialog itself. */
function WithdrawDialog(props: DialogProps) {
  const { record, onClose } = props;
  const now = useNow();
  const validUntilAt = useIdentity(record.lineId)?.validUntilAt ?? null;
  if (validUntilAt !== null && validUntilAt > now) return <EndDialog {...props} verb="withdraw" />;
  return (
    <IdentityDialog
      lineId={record.lineId}
      caseId={record.id}
      onClose={onClose}
      onRecorded={(answer) => {
        if (answer.validUntilAt === null) onClose();
      }}
    />
  );
}

const workers = ['supervisor', 'network_ops'];

function AssignDialog({ record, onClose }: DialogProps) {
  const t = useTranslate();
  const id = useId();
  const { staff } = useSession();
  const supervisors = useColleagues('supervisor');
  const operators = useColleagues('network_ops');
  const people = [...supervisors, ...operators];
  const self = staff !== null && workers.includes(staff.role) ? staff.id : '';
  const [chosen, setChosen] = useState(record.assigneeId ?? self);
  const name = people.find((person) => person.id === chosen)?.label;
  const act = useVerb<CaseShow>({
    undo: ({ id: caseId, version }) => ({
      ...{ resource: 'cases', id: caseId, verb: 'assign' },
      body: { version, assigneeId: record.assigneeId },
    }),
    message:
      chosen === ''
        ? t('unsubscribes.act.unassigned')
        : t('unsubscribes.act.assigned', { name: String(name ?? '') }),
    onDone: onClose,
  });
  const submit = () => {
    if (act.isPending) return;
    const assigneeId = chosen === '' ? null : chosen;
    act.mutate({
      ...{ resource: 'cases', id: record.id, verb: 'assign' },
      body: { version: record.version, assigneeId },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={submit}
      title={t('unsubscribes.dialog.assignTitle', { ticket: record.ticketNo })}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="filled"
            submit
            busy={act.isPending}
            disabled={chosen === (record.assigneeId ?? '')}
          >
            {t('unsubscribes.act.assign')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={id}>{t('unsubscribes.dialog.assignTo')}</label>
        <select
          id={id}
          value={chosen}
          autoFocus
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">{t('unsubscribes.filter.nobody')}</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.label}
            </option>
          ))}
        </select>
      </div>
    </Dialog>
  );
}

function HoldDialog({ record, onClose }: DialogProps) {
  const t = useTranslate();
  const act = useVerb({ message: t('unsubscribes.act.held'), onDone: onClose });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={t('unsubscribes.dialog.holdTitle', { ticket: record.ticketNo })}
      sentence={t('unsubscribes.dialog.holdSentence')}
      confirmLabel={t('unsubscribes.act.hold')}
      busy={act.isPending}
      onConfirm={(reason) =>
        act.mutate({
          ...{ resource: 'cases', id: record.id, verb: 'hold' },
          body: { version: record.version, reason },
        })
      }
    />
  );
}

const resolutions = ['refused', 'impossible', 'forced'] as const;

/** An end that no read-back made: what it means, how, why, and the exception where the systems disagree. */
function EndDialog({ record, onClose, verb }: DialogProps & { verb: 'fail' | 'withdraw' }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const id = useId();
  const [resolution, setResolution] = useState<string>(
    record.wanted === 'active' ? 'refused' : 'impossible',
  );
  const [exception, setException] = useState(false);
  const [evidence, setEvidence] = useState('');
  const [missing, setMissing] = useState(false);
  const ended = verb === 'fail' ? 'failed' : 'withdrawn';
  const forced = verb === 'fail' && resolution === 'forced';
  const act = useVerb({ message: t(`unsubscribes.act.${ended}`), onDone: onClose });
  const inactive = lampSystems
    .filter((system) => record.lamps[system].actual !== 'active')
    .map((system) => t(`common.systems.${system}`))
    .join(locale === 'zh' ? '、' : ', ');
  const confirm = (reason: string) => {
    setMissing(inactive !== '' && !exception);
    if (inactive !== '' && !exception) return;
    act.mutate({
      ...{ resource: 'cases', id: record.id, verb },
      body: {
        ...{ version: record.version, reason, exception },
        ...(verb === 'fail' ? { resolution } : {}),
        ...(forced ? { evidence } : {}),
      },
    });
  };
  return (
    <ReasonDialog
      open
      onClose={onClose}
      kind="bad"
      title={t(`unsubscribes.dialog.${verb}Title`, { ticket: record.ticketNo })}
      sentence={t(`unsubscribes.dialog.${verb}Sentence`)}
      confirmLabel={t(`unsubscribes.act.${verb}`)}
      busy={act.isPending}
      onConfirm={confirm}
    >
      {verb === 'fail' && (
        <div className="r-field">
          <label htmlFor={`${id}-how`}>{t('unsubscribes.dialog.failResolution')}</label>
          <select
            id={`${id}-how`}
            value={resolution}
            onChange={(event) => setResolution(event.target.value)}
          >
            {resolutions.map((one) => (
              <option key={one} value={one}>
                {t(`unsubscribes.resolution.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      {forced && (
        <div className="r-field">
          <label htmlFor={`${id}-evidence`}>{t('systems.act.evidence')}</label>
          <textarea
            id={`${id}-evidence`}
            rows={2}
            maxLength={1000}
            required
            value={evidence}
            aria-describedby={`${id}-evidence-help`}
            onChange={(event) => setEvidence(event.target.value)}
          />
          <p id={`${id}-evidence-help`} className="r-help">
            {t('systems.act.evidenceHelp')}
          </p>
        </div>
      )}
      {inactive !== '' && (
        <div className="k-exception">
          <p className="r-note">{t('unsubscribes.dialog.disagree', { systems: inactive })}</p>
          <label>
            <input
              type="checkbox"
              checked={exception}
              aria-invalid={missing || undefined}
              onChange={(event) => {
                setException(event.target.checked);
                setMissing(false);
              }}
            />
            <span className={missing ? 'r-ink-bad' : undefined}>
              {t('unsubscribes.dialog.exception')}
            </span>
          </label>
        </div>
      )}
    </ReasonDialog>
  );
}
