import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { TaskShow as Task } from '#contract/tasks.ts';
import { Button, Dialog, VerbButton, useVerb } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';

/** What may be done with a task, by its state, its queue and who has it. */
export function TaskActs({ task }: { task: Task }) {
  const t = useTranslate();
  const { staff } = useSession();
  const mayWork = useMay('tasks.work');
  const made = task.madeBy === staff?.id;
  const mine = task.takenBy === staff?.id;
  if (!mayWork) return null;
  const open = task.state === 'open' || task.state === 'taken';
  return (
    <>
      {task.state === 'taken' && task.mayWork && (
        <VerbButton
          verb="give-back"
          label={t('inbox.tasks.giveBack')}
          message={t('inbox.tasks.givenBack')}
          ask={{ title: t('inbox.tasks.giveBackTitle') }}
        />
      )}
      {open && (made || mine) && (
        <VerbButton
          verb="close"
          label={t('inbox.tasks.close')}
          message={t('inbox.tasks.closed')}
          ask={{ title: t('inbox.tasks.closeTitle') }}
        />
      )}
      {task.state === 'answered' && (made || task.mayWork) && (
        <>
          <VerbButton
            verb="reopen"
            label={t('inbox.tasks.reopen')}
            message={t('inbox.tasks.reopened')}
            ask={{ title: t('inbox.tasks.reopenTitle') }}
          />
          <VerbButton
            verb="close"
            kind="filled"
            label={t('inbox.tasks.close')}
            message={t('inbox.tasks.closed')}
          />
        </>
      )}
      {task.state === 'open' && task.mayWork && (
        <VerbButton
          verb="take"
          label={t('inbox.tasks.take')}
          message={t('inbox.tasks.takenNote')}
        />
      )}
      {open && task.mayWork && <AnswerButton task={task} />}
    </>
  );
}

function AnswerButton({ task }: { task: Task }) {
  const t = useTranslate();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState('');
  const act = useVerb({ message: t('inbox.tasks.answered'), onDone: () => setOpen(false) });
  const close = () => setOpen(false);
  const missing = answer.trim() === '';
  return (
    <>
      <Button kind="filled" onClick={() => setOpen(true)}>
        {t('inbox.tasks.answerAct')}
      </Button>
      {open && (
        <Dialog
          open
          onClose={close}
          title={t('inbox.tasks.answerTitle')}
          onSubmit={() => {
            if (missing) return;
            const body = { version: task.version, answer: answer.trim() };
            act.mutate({ resource: 'tasks', id: task.id, verb: 'answer', body });
          }}
          actions={
            <>
              <Button onClick={close}>{t('common.cancel')}</Button>
              <Button kind="filled" submit busy={act.isPending} disabled={missing}>
                {t('inbox.tasks.answerAct')}
              </Button>
            </>
          }
        >
          <p className="r-prose">
            {t(task.holdsCase ? 'inbox.tasks.answerSentenceHeld' : 'inbox.tasks.answerSentence')}
          </p>
          <div className="r-field">
            <label htmlFor={id}>{t('inbox.tasks.answerText')}</label>
            <textarea
              id={id}
              rows={5}
              maxLength={2000}
              value={answer}
              data-first
              onChange={(event) => setAnswer(event.target.value)}
            />
          </div>
        </Dialog>
      )}
    </>
  );
}

/** A note for whoever works on it next. */
export function NoteForm({ task }: { task: Task }) {
  const t = useTranslate();
  const id = useId();
  const { staff } = useSession();
  const [body, setBody] = useState('');
  const act = useVerb({ message: t('inbox.tasks.noted'), onDone: () => setBody('') });
  const mayNote = useMay('tasks.work') && (task.mayWork || task.madeBy === staff?.id);
  if (!mayNote) return null;
  const missing = body.trim() === '';
  return (
    <form
      className="i-note"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing && !act.isPending)
          act.mutate({
            resource: 'tasks',
            id: task.id,
            verb: 'notes',
            body: { body: body.trim() },
          });
      }}
    >
      <div className="r-field">
        <label htmlFor={id}>{t('inbox.tasks.note')}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={2000}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </div>
      <div className="i-acts">
        <Button submit busy={act.isPending} disabled={missing}>
          {t('inbox.tasks.addNote')}
        </Button>
      </div>
    </form>
  );
}
