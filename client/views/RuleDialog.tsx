import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import { Button, Dialog, formatNumber, useLocaleName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { useCaseChips } from '../unsubscribes/chips/useCaseChips.tsx';
import { isSet } from '../unsubscribes/chips/chip-spec.ts';

export interface RuleDraft {
  /** Null for a new rule. */
  id: string | null;
  version: number;
  name: string;
  position: number;
  active: boolean;
  conditions: Record<string, unknown>;
  people: readonly string[];
}

/** Which cases, to whom; how many match now is told before it is saved. */
export function RuleDialog({ draft, onClose }: { draft: RuleDraft; onClose(): void }) {
  const t = useTranslate();
  const id = useId();
  const [rule, setRule] = useState(draft);
  const [fault, setFault] = useState('');
  const save = useSaveRule(onClose, setFault);
  const submit = () => {
    if (rule.name.trim() === '' || rule.people.length === 0) setFault(t('common.required'));
    else if (!save.isPending) save.mutate(rule);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(rule.id === null ? 'views.assignment.add' : 'views.assignment.edit')}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={save.isPending}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={`${id}-name`}>{t('views.assignment.name')}</label>
        <input
          id={`${id}-name`}
          value={rule.name}
          maxLength={60}
          data-first
          onChange={(event) => setRule({ ...rule, name: event.target.value })}
        />
      </div>
      <Conditions conditions={rule.conditions} />
      <fieldset className="r-field v-roles">
        <legend>{t('views.assignment.people')}</legend>
        <People chosen={rule.people} onChange={(people) => setRule({ ...rule, people })} />
        <p className="r-help">{t('views.assignment.peopleHelp')}</p>
      </fieldset>
      <div className="r-field">
        <label htmlFor={`${id}-order`}>{t('views.assignment.order')}</label>
        <input
          id={`${id}-order`}
          inputMode="numeric"
          value={rule.position}
          onChange={(event) =>
            setRule({
              ...rule,
              position: Number(event.target.value.normalize('NFKC').replace(/\D/g, '')) || 1,
            })
          }
        />
      </div>
      <label className="r-check">
        <input
          type="checkbox"
          checked={rule.active}
          onChange={(event) => setRule({ ...rule, active: event.target.checked })}
        />
        {t('views.assignment.active')}
      </label>
      {fault !== '' && (
        <p className="r-help r-help--bad" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  );
}

function useSaveRule(onClose: () => void, setFault: (text: string) => void) {
  const t = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useMutation<object, HttpError, RuleDraft>({
    mutationFn: ({ id, version, name, position, active, conditions, people }) => {
      const body = { name: name.trim(), position, active, conditions, people };
      return id === null
        ? dataProvider.send('POST', 'assignment-rules', body)
        : dataProvider.send('PUT', `assignment-rules/${id}`, { ...body, version });
    },
    onSuccess: (answer) => {
      queries.setQueryData(['assignment-rules'], answer);
      notify(t('views.assignment.saved'), { type: 'success' });
      onClose();
    },
    onError: (error) => setFault(error.message),
  });
}

/** The conditions in the words of the queue's chips, and how many cases they would give away now. */
function Conditions({ conditions }: { conditions: Record<string, unknown> }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const specs = useCaseChips().filter((spec) => isSet(spec, conditions));
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error } = useQuery({
    queryKey: ['assignment-rules', 'preview', conditions],
    queryFn: () =>
      dataProvider.send<{ count: number; bounded: boolean }>('POST', 'assignment-rules/preview', {
        conditions,
      }),
  });
  return (
    <div className="r-field">
      <span>{t('views.assignment.conditions')}</span>
      <ul className="v-conditions">
        {specs.length === 0 && <li>{t('views.assignment.noConditions')}</li>}
        {specs.map((spec) => (
          <li key={spec.id}>
            {spec.label} {spec.shown(conditions)}
          </li>
        ))}
      </ul>
      <p className={error === null ? 'r-help' : 'r-help r-help--bad'}>
        {error !== null
          ? error.message
          : data !== undefined &&
            t('views.assignment.preview', {
              count: `${formatNumber(data.count, locale)}${data.bounded ? '+' : ''}`,
            })}
      </p>
      <p className="r-help">{t('views.assignment.conditionsHelp')}</p>
    </div>
  );
}

function People(props: { chosen: readonly string[]; onChange(ids: string[]): void }) {
  const colleagues = [...useColleagues('supervisor'), ...useColleagues('network_ops')];
  return (
    <>
      {colleagues.map(({ id, label }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={props.chosen.includes(id)}
            onChange={(event) =>
              props.onChange(
                event.target.checked
                  ? [...props.chosen, id]
                  : props.chosen.filter((other) => other !== id),
              )
            }
          />
          {label}
        </label>
      ))}
    </>
  );
}
