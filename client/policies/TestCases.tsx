import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { PolicyFamily } from '#contract/policies.ts';
import type { PolicyTestCase } from '#contract/policy-example.ts';
import type { PolicyExample } from '#domain/policy-example.ts';
import type { PolicyResult } from '#domain/policy-types.ts';
import { benefitUnits } from '#domain/policy-types.ts';
import { Button, Dialog, SideSection, StatusWord } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { attempt } from '../components/attempt.ts';
import type { ExampleNeeds } from './example.ts';
import { totalsOf, workExample } from './example.ts';
import { moneyTextOf } from './money.ts';
import type { Worked } from './useWorked.ts';
import { useTotalText } from './WorkedExample.tsx';

/** The family of a policy, with the test cases that all its versions share. */
export function useFamily(id: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['policy-families', id],
    queryFn: ({ signal }) =>
      dataProvider.read<PolicyFamily>(`policy-families/${id}`, undefined, signal),
  });
}

/** A test case as it is sent: its facts may be read-only. */
type PolicyCase = Pick<PolicyTestCase, 'name' | 'expected'> & { example: PolicyExample };

function useKeepCases(family: PolicyFamily, done: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation<PolicyFamily, HttpError, PolicyCase[]>({
    mutationFn: (testCases) =>
      dataProvider.send('PUT', `policy-families/${family.id}`, {
        version: family.version,
        testCases,
      }),
    onSuccess: (answer) => {
      queries.setQueryData(['policy-families', family.id], answer);
      notify(done, { type: 'success' });
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      void queries.invalidateQueries({ queryKey: ['policy-families', family.id] });
    },
  });
}

interface CasesProps {
  family: PolicyFamily;
  needs: ExampleNeeds;
  worked: Worked;
  /** False for an example that is told by another clock than the console's. */
  keepable: boolean;
  onPick(index: number): void;
}

/** The test cases of a policy: what each should give, and what these rules give. */
export function TestCases({ family, needs, worked, keepable, onPick }: CasesProps) {
  const t = useTranslate();
  const mayEdit = useMay('policies.edit');
  const [keeping, setKeeping] = useState(false);
  const remove = useKeepCases(family, 'policies.cases.removed');
  const { testCases } = family;
  return (
    <SideSection title={t('policies.cases.title')} link={t('policies.cases.note')}>
      {testCases.length === 0 && <p className="r-note">{t('policies.cases.empty')}</p>}
      <ul className="p-cases">
        {testCases.map((one, index) => (
          <li key={`${index}${one.name}`}>
            <button type="button" className="r-btn r-btn--link" onClick={() => onPick(index)}>
              {one.name}
            </button>
            <CaseOutcome testCase={one} needs={needs} />
            {mayEdit && (
              <Button
                kind="plain"
                icon="close"
                busy={remove.isPending}
                aria-label={t('policies.cases.remove', { name: one.name })}
                onClick={() => remove.mutate(testCases.filter((_one, i) => i !== index))}
              />
            )}
          </li>
        ))}
      </ul>
      {mayEdit && keepable && worked.results !== null && (
        <Button icon="plus" onClick={() => setKeeping(true)}>
          {t('policies.cases.keep')}
        </Button>
      )}
      {keeping && worked.example !== null && worked.results !== null && (
        <KeepDialog
          family={family}
          example={worked.example}
          results={worked.results}
          needs={needs}
          onClose={() => setKeeping(false)}
        />
      )}
    </SideSection>
  );
}

type Expected = NonNullable<PolicyTestCase['expected']>;

const expectedOf = (results: readonly PolicyResult[]): Expected =>
  Object.fromEntries(totalsOf(results).map(({ benefit, amount }) => [benefit, amount]));

const listed = (expected: Expected) =>
  (Object.keys(benefitUnits) as (keyof typeof benefitUnits)[]).flatMap((benefit) => {
    const amount = expected[benefit] ?? 0;
    return amount === 0 ? [] : [{ unit: benefitUnits[benefit], amount }];
  });

function CaseOutcome({ testCase, needs }: { testCase: PolicyTestCase; needs: ExampleNeeds }) {
  const t = useTranslate();
  const text = useTotalText();
  const money = moneyTextOf(needs.rules);
  const { value, refusal } = attempt(() => workExample(testCase.example, needs));
  if (value === null) return <StatusWord status="unk">{t(refusal.key, refusal.args)}</StatusWord>;
  const gives = text(listed(expectedOf(value)), money);
  if (testCase.expected === null)
    return <span>{t('policies.cases.gives', { amount: gives })}</span>;
  const wanted = text(listed(testCase.expected), money);
  return gives === wanted ? (
    <StatusWord status="ok">{gives}</StatusWord>
  ) : (
    <span className="p-cases__off">
      <StatusWord status="bad">{t('policies.cases.gives', { amount: gives })}</StatusWord>
      <span className="r-note">{t('policies.cases.expected', { amount: wanted })}</span>
    </span>
  );
}

function KeepDialog(props: {
  family: PolicyFamily;
  example: PolicyExample;
  results: PolicyResult[];
  needs: ExampleNeeds;
  onClose(): void;
}) {
  const { family, example, results, needs, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const text = useTotalText();
  const [name, setName] = useState('');
  const keep = useKeepCases(family, 'policies.cases.kept');
  const expected = expectedOf(results);
  const submit = () => {
    if (name.trim() === '') return document.getElementById(id)?.focus();
    keep.mutate([...family.testCases, { name: name.trim(), example, expected }], {
      onSuccess: onClose,
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('policies.cases.keepTitle')}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={keep.isPending}>
            {t('policies.cases.keep')}
          </Button>
        </>
      }
    >
      <p className="r-prose">
        {t('policies.cases.keepHelp', {
          amount: text(listed(expected), moneyTextOf(needs.rules)),
        })}
      </p>
      <div className="r-field">
        <label htmlFor={id}>{t('policies.cases.name')}</label>
        <input
          id={id}
          value={name}
          maxLength={80}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
