import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { Inbox, InboxGroup, InboxItem } from '#contract/inbox.ts';
import {
  EmptyState,
  ErrorState,
  LinkButton,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  VerbButton,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { DueAt } from './task-words.tsx';
import './inbox.css';

const EVERY_MS = 20_000;

/** Changes after which something else may wait. */
const WAITING = [
  'case',
  'task',
  'plan',
  'batch',
  'staff',
  'clock_policy',
  'weight_profile',
  'mapping_version',
  'catalogue_version',
  'message_template',
] as const;
const KEYS = ['inbox'];

/** Everything that waits for this person, the kinds that decide something first. */
export function InboxPage() {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  useLive(WAITING, KEYS);
  const { data, error, refetch } = useQuery({
    queryKey: ['inbox'],
    queryFn: ({ signal }) => dataProvider.read<Inbox>('inbox', {}, signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <Page>
      <PageHead title={t('inbox.title')} tags={<span>{t('inbox.lead')}</span>} crumb={false} />
      {data === undefined && error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <LoadingShape shape="rows" />}
      {data !== undefined && data.groups.length === 0 && <Nothing />}
      {data?.groups.map((group) => (
        <Group key={group.kind} group={group} />
      ))}
    </Page>
  );
}

function Nothing() {
  const t = useTranslate();
  const mayQueue = useMay('cases.read');
  return (
    <EmptyState text={t('inbox.empty')}>
      {mayQueue && <LinkButton to="/cases">{t('inbox.emptyAct')}</LinkButton>}
    </EmptyState>
  );
}

function Group({ group }: { group: InboxGroup }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const count = `${formatNumber(group.count, locale)}${group.bounded ? '+' : ''}`;
  const hidden = group.count - group.items.length;
  return (
    <Panel
      title={t(`inbox.kind.${group.kind}`)}
      note={count}
      flush
      className="i-group"
      {...(group.to === null
        ? {}
        : { actions: <Link to={group.to}>{t('inbox.all', { n: count })}</Link> })}
      {...(hidden > 0 && group.to === null
        ? { footer: <span className="r-note">{t('inbox.more', { n: hidden })}</span> }
        : {})}
    >
      <ul className="i-rows">
        {group.items.map((item) => (
          <Item key={item.id} item={item} kind={group.kind} />
        ))}
      </ul>
    </Panel>
  );
}

/** Figures as the language writes them. */
function readable(args: InboxItem['args'], locale: 'zh' | 'en'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(value, locale) : value,
    ]),
  );
}

function Item({ item, kind }: { item: InboxItem; kind: InboxGroup['kind'] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const title = locale === 'en' && item.titleEn !== null ? item.titleEn : item.title;
  const facts = [
    item.detailKey === null ? '' : t(`inbox.detail.${item.detailKey}`, readable(item.args, locale)),
    item.from === null ? '' : t('inbox.from', { name: item.from }),
  ].filter((fact) => fact !== '');
  return (
    <li>
      <span className="i-rows__title">{title}</span>
      <span className="i-rows__when">
        {item.dueAt === null ? <When at={item.at} as="ago" /> : <DueAt at={item.dueAt} />}
      </span>
      <span className="i-rows__second">{facts.join(' · ')}</span>
      <span className="i-rows__act">
        {(kind === 'mention' || kind === 'handover') && (
          <VerbButton
            kind="link"
            resource="inbox"
            id={item.id}
            verb="seen"
            body={{ kind }}
            label={t('inbox.seen')}
            message={t('inbox.seenDone')}
          />
        )}{' '}
        <Link to={item.to} aria-label={`${t(`inbox.act.${kind}`)}: ${title}`}>
          {t(`inbox.act.${kind}`)}
        </Link>
      </span>
    </li>
  );
}
