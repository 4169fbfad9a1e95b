import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CauseGroupRecord, MergeResult } from '#contract/causes.ts';
import { ReasonDialog, useLocaleName, useVerb } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { groupName, useGroupNo } from './words.tsx';

/** Which group it joins, and whether the mapping learns it. */
export function MergeDialog(props: { group: CauseGroupRecord; name: string; onClose(): void }) {
  const { group, name, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const navigate = useNavigate();
  const [intoId, setIntoId] = useState('');
  const [teach, setTeach] = useState(true);
  const act = useVerb<MergeResult>({
    message: ({ taught }) =>
      taught === 0 ? t('causes.done.merged') : t('causes.done.mergedTaught', { n: taught }),
    onDone: () => void navigate(`/cause-groups/${intoId}/show`),
  });
  const run = (reason: string) => {
    if (intoId === '') return;
    act.mutate({
      resource: 'cause-groups',
      id: group.id,
      verb: 'merge',
      body: { version: group.version, intoId, teach, reason },
    });
  };
  return (
    <ReasonDialog
      open
      onClose={onClose}
      kind="bad"
      title={t('causes.mergeTitle', { name })}
      sentence={t('causes.mergeAsk')}
      confirmLabel={t('causes.acts.merge')}
      busy={act.isPending}
      onConfirm={run}
    >
      <Target except={group.id} value={intoId} onChange={setIntoId} />
      <label className="u-check" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={teach}
          onChange={(event) => setTeach(event.target.checked)}
        />
        {t('causes.mergeTeach')}
      </label>
      <p className="r-help">{t('causes.mergeTeachNote')}</p>
    </ReasonDialog>
  );
}

function Target(props: { except: string; value: string; onChange(id: string): void }) {
  const { except, value, onChange } = props;
  const t = useTranslate();
  const id = useId();
  const locale = useLocaleName();
  const groupNo = useGroupNo();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const { data } = useQuery({
    queryKey: ['cause-groups', 'choices', q],
    queryFn: ({ signal }) =>
      dataProvider.read<CauseGroupRecord[]>(
        'cause-groups',
        { filter: JSON.stringify(q === '' ? {} : { q }), range: '[0,19]', total: false },
        signal,
      ),
    placeholderData: (before) => before,
  });
  const choices = (data ?? []).filter((one) => one.id !== except);
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('causes.mergeInto')}</label>
      <input
        id={id}
        type="search"
        value={typed}
        placeholder={t('causes.mergeSearch')}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="u-choices" role="radiogroup" aria-label={t('causes.mergeInto')}>
        {choices.length === 0 && <p className="r-help">{t('causes.mergeNone')}</p>}
        {choices.map((one) => (
          <label key={one.id}>
            <input
              type="radio"
              name={id}
              checked={one.id === value}
              onChange={() => onChange(one.id)}
            />
            <span>
              {groupNo(one.groupNo)} {groupName(one, locale)} · {one.failureCode} ·{' '}
              {one.sourceSystem} <code className="r-mono">{one.rawCode}</code>
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
