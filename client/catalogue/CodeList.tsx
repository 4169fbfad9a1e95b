import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { CodeEntry, FailureCodeRecord } from '#contract/catalogue.ts';
import {
  Button,
  CategoryMark,
  EmptyState,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  categories,
  useLocaleName,
  useNarrow,
  useUrlState,
} from '../components/index.ts';
import type { CategoryName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { CatalogueTabs, casesBy } from './CatalogueTabs.tsx';
import { CodeDialog } from './CodeDialog.tsx';
import { codeName, remedyOf } from './names.ts';
import './catalogue.css';

/** Every failure code by category: what it is called, who acts, and how. */
export function CodeList() {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [typed, setTyped] = useUrlState('q');
  const { data, error, refetch } = useQuery({
    queryKey: ['failure-codes', 'all'],
    queryFn: ({ signal }) =>
      dataProvider.read<FailureCodeRecord[]>('failure-codes', { range: '[0,499]' }, signal),
  });
  return (
    <Page>
      <PageHead
        title={t('catalogue.title')}
        crumb={false}
        actions={
          <div className="r-field">
            <input
              type="search"
              className="g-search"
              value={typed}
              aria-label={t('catalogue.search')}
              placeholder={t('catalogue.search')}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
        }
      />
      <CatalogueTabs />
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={12} />
      ) : (
        <Groups codes={data.filter((code) => fits(code, typed))} onClear={() => setTyped('')} />
      )}
    </Page>
  );
}

function fits(code: FailureCodeRecord, typed: string): boolean {
  const text = `${code.code} ${code.nameZh} ${code.nameEn}`.toLowerCase();
  return text.includes(typed.trim().toLowerCase());
}

function Groups({ codes, onClear }: { codes: FailureCodeRecord[]; onClear(): void }) {
  const t = useTranslate();
  if (codes.length === 0)
    return (
      <EmptyState text={t('catalogue.nothing')}>
        <button type="button" className="r-btn" onClick={onClear}>
          {t('common.clear')}
        </button>
      </EmptyState>
    );
  return categories.map((category) => (
    <Group
      key={category}
      category={category}
      codes={codes.filter((code) => code.category === category)}
    />
  ));
}

function Group({ category, codes }: { category: CategoryName; codes: FailureCodeRecord[] }) {
  const t = useTranslate();
  const narrow = useNarrow();
  if (codes.length === 0) return null;
  return (
    <Panel
      title={<CategoryMark category={category} named />}
      note={t('catalogue.codesOf', { smart_count: codes.length })}
      flush
    >
      {narrow ? <Lines codes={codes} /> : <CodeTable codes={codes} />}
    </Panel>
  );
}

function useCodeWords() {
  const t = useTranslate();
  const locale = useLocaleName();
  return {
    name: (code: FailureCodeRecord) => codeName(code, locale),
    other: (code: FailureCodeRecord) => codeName(code, locale === 'zh' ? 'en' : 'zh'),
    remedy: (code: FailureCodeRecord) => remedyOf(code, locale),
    retry: (code: FailureCodeRecord) => t(`catalogue.retry.${code.retry}`),
    owner: (code: FailureCodeRecord) => t(`catalogue.owner.${code.owner}`, { _: code.owner }),
    counts: (code: FailureCodeRecord) =>
      code.policyRefusal
        ? t('catalogue.refusal')
        : t(code.countsAsFailure ? 'catalogue.failure' : 'catalogue.notFailure'),
  };
}

function CodeTable({ codes }: { codes: FailureCodeRecord[] }) {
  const t = useTranslate();
  const words = useCodeWords();
  const mayEdit = useMay('catalogue.edit');
  const heads = [
    'code',
    'name',
    'otherName',
    'retryHead',
    'ownerHead',
    'remedyHead',
    'messageHead',
    'countsHead',
  ];
  return (
    <div className="g-scroll">
      <table className="r-table g-codes">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`catalogue.${head}`)}
              </th>
            ))}
            {mayEdit && <td />}
          </tr>
        </thead>
        <tbody>
          {codes.map((code) => (
            <tr key={code.id}>
              <td>
                <CodeLink code={code.code} />
              </td>
              <td title={words.name(code)}>{words.name(code)}</td>
              <td className="r-muted" title={words.other(code)}>
                {words.other(code)}
              </td>
              <td>{words.retry(code)}</td>
              <td>{words.owner(code)}</td>
              <td title={words.remedy(code)}>{words.remedy(code)}</td>
              <td className="r-mono">{code.messageId ?? '–'}</td>
              <td>{words.counts(code)}</td>
              {mayEdit && (
                <td>
                  <EditCode code={code} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Opens the code for editing; what is changed goes into the draft. */
function EditCode({ code }: { code: FailureCodeRecord }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const { id: _id, ...entry } = code;
  return (
    <>
      <Button kind="link" onClick={() => setOpen(true)}>
        {t('ra.action.edit')}
      </Button>
      {open && (
        <CodeDialog entry={entry as CodeEntry} isNew={false} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

/** The cases of a code. */
export function CodeLink({ code }: { code: string }) {
  const t = useTranslate();
  return (
    <Link to={casesBy({ failureCode: [code] })} title={t('catalogue.casesOf', { code })}>
      {code}
    </Link>
  );
}

/** On a phone: who and what at the left, when and how at the right. */
function Lines({ codes }: { codes: FailureCodeRecord[] }) {
  const words = useCodeWords();
  return (
    <ul className="g-lines">
      {codes.map((code) => (
        <li key={code.id}>
          <span>
            <CodeLink code={code.code} /> {words.name(code)}
          </span>
          <span>{words.retry(code)}</span>
          <small>{words.remedy(code)}</small>
          <small>{words.owner(code)}</small>
        </li>
      ))}
    </ul>
  );
}
