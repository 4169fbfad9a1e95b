import { useTranslate } from 'ra-core';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { Button, Dialog, useVerb } from '../components/index.ts';
import type { FilterChoice } from '../components/index.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { mentionAt, mentionsIn, withMention } from './mentions.ts';
import { useDraft } from './useDraft.ts';

const MAX_NOTE = 2000;
const MOST_SHOWN = 6;

/** What is typed survives a refresh until it is written; @ names colleagues. */
export function NoteDialog({ record, onClose }: { record: CaseShow; onClose: () => void }) {
  const t = useTranslate();
  const [text, setText] = useDraft(`redress.note.${record.id}`);
  const people = useReaders();
  const act = useVerb<CaseShow>({
    message: t('unsubscribes.act.noted'),
    undo: ({ id, notes }) =>
      notes[0] === undefined
        ? null
        : { resource: 'cases', id, verb: `notes/${notes[0].id}/retract` },
    onDone: () => {
      setText('');
      onClose();
    },
  });
  const submit = () => {
    if (text.trim() === '' || act.isPending) return;
    const body = { body: text.trim(), mentionIds: mentionsIn(text, people) };
    act.mutate({ resource: 'cases', id: record.id, verb: 'notes', body });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={submit}
      title={t('unsubscribes.dialog.noteTitle', { ticket: record.ticketNo })}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending} disabled={text.trim() === ''}>
            {t('unsubscribes.dialog.noteSave')}
          </Button>
        </>
      }
    >
      <MentionText text={text} onText={setText} people={people} />
    </Dialog>
  );
}

/** Colleagues who can read a case. */
function useReaders(): FilterChoice[] {
  const supervisors = useColleagues('supervisor');
  const operators = useColleagues('network_ops');
  const managers = useColleagues('manager');
  return [...supervisors, ...operators, ...managers];
}

interface MentionTextProps {
  text: string;
  onText(text: string): void;
  people: readonly FilterChoice[];
}

/** A text in which @ opens the colleagues: arrows choose, Enter or Tab takes, Escape closes. */
function MentionText({ text, onText, people }: MentionTextProps) {
  const t = useTranslate();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [chosen, setChosen] = useState(0);
  const [closed, setClosed] = useState(false);
  const asked = closed ? null : mentionAt(text, caret);
  const found =
    asked === null
      ? []
      : people.filter(({ label }) => String(label).includes(asked.typed)).slice(0, MOST_SHOWN);
  const at = Math.min(chosen, found.length - 1);
  const take = (person: FilterChoice | undefined) => {
    if (person === undefined || asked === null) return;
    const next = withMention(text, asked, String(person.label));
    onText(next.text);
    setCaret(next.caret);
    setChosen(0);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (found.length === 0 || event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((at + step + found.length) % found.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(found[at]);
    else if (event.key === 'Escape') setClosed(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="r-field k-mention">
      <label htmlFor={id}>{t('unsubscribes.dialog.noteLabel')}</label>
      <textarea
        ref={field}
        id={id}
        rows={5}
        maxLength={MAX_NOTE}
        value={text}
        autoFocus
        aria-autocomplete="list"
        aria-controls={`${id}-people`}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        aria-describedby={`${id}-help`}
        onKeyDown={onKey}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(event.target.selectionStart);
          setClosed(false);
        }}
      />
      <ul
        id={`${id}-people`}
        role="listbox"
        aria-label={t('unsubscribes.page.mention.pick')}
        className="k-mention__people"
        hidden={found.length === 0}
      >
        {found.map((person, index) => (
          <li
            key={person.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              take(person);
            }}
          >
            {person.label}
          </li>
        ))}
      </ul>
      <p id={`${id}-help`} className="r-help">
        {t('unsubscribes.dialog.noteHelp')} {t('unsubscribes.page.mention.help')}
      </p>
    </div>
  );
}
