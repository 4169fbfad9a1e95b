import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link, useNavigate } from 'react-router-dom';
import type { CatalogueVersionRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import { Button, LoadingShape, Page, PageHead, Panel, When } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { CatalogueTabs } from './CatalogueTabs.tsx';
import { useSave } from './useSave.ts';
import { VersionState } from './words.tsx';
import './catalogue.css';

/** Versions of the mapping and of the codes, each with its state, what it changes, and who made it. */
export function VersionsPage() {
  const t = useTranslate();
  return (
    <Page>
      <PageHead title={t('catalogue.title')} crumb={false} />
      <CatalogueTabs />
      <Part kind="mapping" />
      <Part kind="codes" />
    </Page>
  );
}

const parts = {
  mapping: { resource: 'mapping-versions', to: '/failure-codes/mapping' },
  codes: { resource: 'catalogue-versions', to: '/failure-codes/versions' },
} as const;

type AnyVersion = MappingVersionRecord | CatalogueVersionRecord;

function Part({ kind }: { kind: keyof typeof parts }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const mayEdit = useMay('catalogue.edit');
  const { resource, to } = parts[kind];
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: [resource],
    queryFn: ({ signal }) =>
      dataProvider.read<AnyVersion[]>(resource, { range: '[0,49]', total: false }, signal),
  });
  const draft = useSave<AnyVersion>({
    run: (provider) => provider.send('POST', resource),
    message: 'catalogue.versions.drafted',
    onDone: (made) => void navigate(`${to}/${made.id}`),
  });
  return (
    <Panel
      title={t(`catalogue.versions.${kind}`)}
      flush
      {...(mayEdit
        ? {
            actions: (
              <Button icon="edit" busy={draft.isPending} onClick={() => draft.mutate()}>
                {t('catalogue.versions.draft')}
              </Button>
            ),
          }
        : {})}
    >
      {data === undefined ? (
        <LoadingShape shape="rows" rows={3} />
      ) : (
        <VersionTable versions={data} to={to} />
      )}
    </Panel>
  );
}

function useChangeText() {
  const t = useTranslate();
  return (version: AnyVersion): string =>
    'rulesVersion' in version
      ? t('catalogue.versions.ruleChanges', {
          added: version.added,
          changed: version.changed,
          removed: version.removed,
        })
      : t('catalogue.versions.codeChanges', { smart_count: version.changeCount });
}

function VersionTable({ versions, to }: { versions: readonly AnyVersion[]; to: string }) {
  const t = useTranslate();
  const changes = useChangeText();
  // What the product itself installs says so in the reader's language.
  const noteOf = (note: string) => (note === 'as shipped' ? t('catalogue.versions.shipped') : note);
  if (versions.length === 0) return <p className="r-note g-pad">{t('catalogue.versions.none')}</p>;
  return (
    <ul className="g-lines">
      {versions.map((version) => (
        <li key={version.id}>
          <span>
            <Link to={`${to}/${version.id}`}>
              {t('catalogue.versions.number', { no: version.versionNo })}
            </Link>{' '}
            {changes(version)}
          </span>
          <VersionState state={version.state} />
          <small>
            {[noteOf(version.note), version.makers.map(({ name }) => name).join(', ')]
              .filter((part) => part !== '')
              .join(' · ')}
          </small>
          <small>
            <When at={version.publishedAt ?? version.updatedAt} />
          </small>
        </li>
      ))}
    </ul>
  );
}
