import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { Link } from 'react-router-dom';
import { noticeReasons, type NoticeRecord } from '#contract/messages.ts';
import { noticeStates } from '#domain/lifecycles.ts';
import { createZone, startOfDay } from '#domain/time.ts';
import {
  ColumnsButton,
  EmptyState,
  ListPage,
  LinkButton,
  MaskedNumber,
  RecordLink,
  When,
  WorkTable,
  localDateOf,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { en } from '../messages/notices.ts';
import { useSession } from '../session/SessionContext.ts';
import { AboutLink } from './AboutLink.tsx';
import { useBatchChoices, useOutageChoices } from './useOutageChoices.ts';
import { NoticeWord, useReasonText, useTemplateName } from './words.tsx';
import './notices.css';

const templateCodes = Object.keys(en.text.template);

function useFilters(): FilterSpec[] {
  const t = useTranslate();
  const { zone } = useSession();
  const name = useTemplateName();
  const outages = useOutageChoices();
  const batches = useBatchChoices();
  const clock = createZone(zone);
  const date = (source: string, label: string): FilterSpec => ({
    source,
    label,
    kind: 'date',
    parse: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? startOfDay(clock, text) : undefined),
    format: (value) => localDateOf(Number(value), zone),
  });
  return [
    {
      source: 'templateCode',
      label: t('resources.notices.fields.templateCode'),
      kind: 'choices',
      choices: templateCodes.map((id) => ({ id, label: `${id} ${name(id)}` })),
      always: true,
    },
    {
      source: 'reason',
      label: t('resources.notices.fields.reason'),
      kind: 'choices',
      choices: noticeReasons.map((id) => ({ id, label: t(`notices.reason.${id}`) })),
      always: true,
    },
    {
      source: 'outageId',
      label: t('noticeRounds.filterOutage'),
      kind: 'choice',
      choices: outages,
    },
    {
      source: 'batchId',
      label: t('noticeRounds.about.batch'),
      kind: 'choice',
      choices: batches,
    },
    date('createdFrom', t('outages.filters.from')),
    date('createdUntil', t('outages.filters.until')),
  ];
}

/** What went out, what is held and why, what failed. */
export function NoticeList() {
  const t = useTranslate();
  const filters = useFilters();
  const name = useTemplateName();
  const reason = useReasonText();
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    { id: 'attention', label: t('notices.attention'), filter: { state: ['failed', 'unknown'] } },
    ...noticeStates.map((state) => ({
      id: state,
      label: t(`notices.state.${state}`),
      filter: { state },
    })),
  ];
  return (
    <ListPage
      title={t('notices.title')}
      tags={t('notices.lead')}
      sort={{ field: 'createdAt', order: 'DESC' }}
      filters={filters}
      tabs={{ label: t('resources.notices.fields.state'), items: tabs }}
      refreshEvery={30_000}
      actions={
        <>
          <ColumnsButton />
          <LinkButton to="/message-templates" icon="book">
            {t('notices.tabs.templates')}
          </LinkButton>
          <LinkButton to="/notices/settings" icon="clock">
            {t('notices.tabs.settings')}
          </LinkButton>
        </>
      }
    >
      <WorkTable<NoticeRecord>
        empty={<EmptyState text={t('notices.empty')} />}
        mobile={(record) => ({
          title: `${record.templateCode} ${name(record.templateCode)} · ${record.msisdnMasked}`,
          second: reason(record) || record.body,
          when: <When at={record.createdAt} as="ago" />,
          state: <NoticeWord state={record.state} />,
        })}
        hiddenColumns={['actorName']}
      >
        <DataTable.Col<NoticeRecord>
          source="templateCode"
          disableSort
          render={(record) => (
            <RecordLink>
              <span className="n-code">{record.templateCode}</span> {name(record.templateCode)}
            </RecordLink>
          )}
        />
        <DataTable.Col<NoticeRecord>
          source="msisdnMasked"
          disableSort
          render={(record) => <MaskedNumber value={record.msisdnMasked} />}
        />
        <DataTable.Col<NoticeRecord>
          source="ticketNo"
          disableSort
          render={(record) =>
            record.caseId === null ? (
              record.about === null ? (
                '–'
              ) : (
                <AboutLink about={record.about} />
              )
            ) : (
              <Link
                to={`/cases/${record.caseId}/show`}
                className="r-mono"
                onClick={(event) => event.stopPropagation()}
              >
                {record.ticketNo}
              </Link>
            )
          }
        />
        <DataTable.Col<NoticeRecord>
          source="channel"
          disableSort
          render={(record) => t(`notices.channel.${record.channel}`)}
        />
        <DataTable.Col<NoticeRecord>
          source="state"
          disableSort
          render={(record) => <NoticeWord state={record.state} />}
        />
        <DataTable.Col<NoticeRecord>
          source="reason"
          disableSort
          render={(record) => <span className="r-ellipsis n-reason">{reason(record)}</span>}
        />
        <DataTable.Col<NoticeRecord>
          source="createdAt"
          render={(record) => <When at={record.createdAt} />}
        />
        <DataTable.Col<NoticeRecord> source="actorName" disableSort />
      </WorkTable>
    </ListPage>
  );
}
