import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';
import type { SearchHit } from '#contract/search.ts';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import type { IconName } from '../components/Icon.tsx';
import { useLocaleName } from '../components/Values.tsx';
import { useVerb } from '../components/useVerb.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import type { Translate } from '../providers/http-client.ts';
import type { Command } from './Palette.tsx';
import { nameMatches } from './pinyin.ts';

const QUIET_MS = 150;
const MOST = 60;

const icons: Readonly<Record<SearchHit['kind'], IconName>> = {
  case: 'list',
  outage: 'pulse',
  batch: 'card',
  group: 'causes',
  job: 'layers',
};

const paths: Readonly<Record<SearchHit['kind'], (id: string) => string>> = {
  case: (id) => `/cases/${id}/show`,
  outage: (id) => `/outages/${id}/show`,
  batch: (id) => `/compensation-batches/${id}/show`,
  group: (id) => `/cause-groups/${id}/show`,
  job: (id) => `/bulk/${id}`,
};

/** What the server finds by what is typed, the words in the queue, and acts on what is open. */
export function usePaletteFinds(text: string, go: (to: string) => void): Command[] {
  return [...useActs(text, go), ...useHits(text, go), ...useWords(text, go)];
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** A number is never sent this way: it would stand in an address. */
const isSearchable = (text: string) =>
  text.length >= 2 &&
  text.length <= MOST &&
  !/\d{7,}/.test(text.normalize('NFKC').replace(/[\s-]/g, '')) &&
  normaliseMsisdn(text) === null;

const isTicket = (text: string) => /^[A-Za-z]{1,8}[-_]?[\dA-Za-z-]{3,}$/.test(text);

function useHits(text: string, go: (to: string) => void): Command[] {
  const t = useTranslate();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const settled = useSettled(text);
  const wanted = isSearchable(settled) || isTicket(settled) ? settled : '';
  const { data } = useQuery({
    queryKey: ['search', wanted],
    queryFn: ({ signal }) =>
      dataProvider.read<{ hits: SearchHit[] }>('search', { q: wanted }, signal),
    enabled: wanted !== '',
    placeholderData: (before) => before,
    staleTime: 10_000,
  });
  if (wanted === '') return [];
  return (data?.hits ?? []).map((hit) => ({
    key: `${hit.kind} ${hit.id}`,
    label: locale === 'zh' ? hit.title : (hit.titleEn ?? hit.title),
    icon: icons[hit.kind],
    note: [t(`views.palette.${hit.kind}`), stateWord(t, hit)]
      .filter((word) => word !== '')
      .join(' · '),
    run: () => go(paths[hit.kind](hit.id)),
  }));
}

const states: Readonly<Record<Exclude<SearchHit['kind'], 'case'>, string>> = {
  outage: 'outages.state',
  batch: 'compensation.state',
  group: 'causes.state',
  job: 'bulk.jobState',
};

/** How it stands; of a case its masked number. A plan that has no job has a state of its own. */
function stateWord(t: Translate, { kind, note }: SearchHit): string {
  if (kind === 'case') return note;
  return t(`${states[kind]}.${note}`, { _: t(`bulk.state.${note}`, { _: '' }) });
}

function useWords(text: string, go: (to: string) => void): Command[] {
  const t = useTranslate();
  const { permissions } = useSession();
  if (!permissions.includes('cases.read') || !isSearchable(text)) return [];
  const filter = JSON.stringify({ q: text });
  return [
    {
      key: 'words',
      label: t('views.palette.textSearch', { text }),
      icon: 'search',
      run: () => go(`/cases?filter=${encodeURIComponent(filter)}`),
    },
  ];
}

/** Acts: on the case that is open, and the ways to begin something. */
function useActs(text: string, go: (to: string) => void): Command[] {
  const t = useTranslate();
  const { permissions } = useSession();
  const { pathname, search } = useLocation();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const resync = useVerb({ message: t('unsubscribes.act.queued') });
  const caseId = /^\/cases\/([^/]+)\/show$/.exec(pathname)?.[1] ?? caseBeside(pathname, search);
  const may = (permission: string) => (permissions as readonly string[]).includes(permission);
  const note = t('views.palette.command');
  const acts: Command[] = [];
  if (caseId !== null && may('cases.resync'))
    acts.push({
      key: 'act resync',
      label: t('views.palette.resync'),
      icon: 'refresh',
      note,
      run: async () => {
        const { version } = await dataProvider.read<{ version: number }>(`cases/${caseId}`);
        await resync.mutateAsync({
          ...{ resource: 'cases', id: caseId, verb: 'resync' },
          body: { version },
        });
      },
    });
  if (may('plans.make'))
    acts.push({
      ...{ key: 'act plan', label: t('views.palette.newPlan'), icon: 'layers', note },
      run: () => go('/bulk/new'),
    });
  if (may('outages.log'))
    acts.push({
      ...{ key: 'act outage', label: t('views.palette.newOutage'), icon: 'pulse', note },
      run: () => go('/outages/quick'),
    });
  if (may('cases.manage'))
    acts.push({
      ...{ key: 'act assignment', label: t('views.assignment.title'), icon: 'users', note },
      run: () => go('/assignment'),
    });
  return acts.filter(({ label }) => nameMatches(label, text));
}

const caseBeside = (path: string, search: string): string | null =>
  path === '/cases' ? new URLSearchParams(search).get('case') : null;
