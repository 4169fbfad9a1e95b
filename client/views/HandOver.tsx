import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import { Button, Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useColleagues } from '../staff/useColleagues.ts';

interface Answer {
  moved: number;
  left: number;
}

/** All open cases of one colleague go to another, with a note for the day. */
export function HandOver() {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [fromId, setFrom] = useState('');
  const [toId, setTo] = useState('');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState('');
  const move = useMutation<Answer, HttpError>({
    mutationFn: () => dataProvider.send('POST', 'handovers', { fromId, toId, note }),
    onSuccess: ({ moved, left }) => {
      const text = t('views.assignment.handedOver', { smart_count: moved });
      const rest = left > 0 ? ` ${t('views.assignment.left', { smart_count: left })}` : '';
      notify(`${text}${rest}`, { type: 'success', messageArgs: { _: `${text}${rest}` } });
      if (left === 0) setNote('');
      void queries.invalidateQueries();
    },
    onError: (error) => setFault(error.message),
  });
  const submit = () => {
    if (fromId === '' || toId === '') setFault(t('common.required'));
    else if (fromId === toId) setFault(t('errors.assignment.samePerson'));
    else if (!move.isPending) move.mutate();
  };
  return (
    <Panel title={t('views.assignment.handOverTitle')}>
      <form
        className="v-handover"
        onChange={() => setFault('')}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="r-note">{t('views.assignment.handOverIntro')}</p>
        <Person
          id={`${id}-from`}
          label={t('views.assignment.from')}
          value={fromId}
          onPick={setFrom}
        />
        <Person id={`${id}-to`} label={t('views.assignment.to')} value={toId} onPick={setTo} />
        <div className="r-field">
          <label htmlFor={`${id}-note`}>{t('views.assignment.note')}</label>
          <textarea
            id={`${id}-note`}
            rows={3}
            maxLength={2000}
            value={note}
            aria-describedby={`${id}-help`}
            onChange={(event) => setNote(event.target.value)}
          />
          <p id={`${id}-help`} className={fault === '' ? 'r-help' : 'r-help r-help--bad'}>
            {fault === '' ? t('views.assignment.noteHelp') : fault}
          </p>
        </div>
        <Button submit busy={move.isPending}>
          {t('views.assignment.handOver')}
        </Button>
      </form>
    </Panel>
  );
}

function Person(props: { id: string; label: string; value: string; onPick(id: string): void }) {
  const t = useTranslate();
  const people = [...useColleagues('supervisor'), ...useColleagues('network_ops')];
  return (
    <div className="r-field">
      <label htmlFor={props.id}>{props.label}</label>
      <select
        id={props.id}
        value={props.value}
        onChange={(event) => props.onPick(event.target.value)}
      >
        <option value="">{t('views.assignment.choose')}</option>
        {people.map(({ id, label }) => (
          <option key={id} value={id}>
            {String(label)}
          </option>
        ))}
      </select>
    </div>
  );
}
