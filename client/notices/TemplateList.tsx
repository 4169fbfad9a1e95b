import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { MessageTemplateRecord } from '#contract/messages.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { messageSize } from '#domain/message-parts.ts';
import { longestValues, renderMessage } from '#domain/message-text.ts';
import {
  EmptyState,
  LinkButton,
  ListPage,
  Num,
  RecordLink,
  When,
  WorkTable,
  useLocaleName,
} from '../components/index.ts';
import { TemplateWord, useTemplateName } from './words.tsx';
import './notices.css';

/** The texts in force, and those being worked on. */
export function TemplateList() {
  const t = useTranslate();
  const locale = useLocaleName();
  const name = useTemplateName();
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...versionStates.map((state) => ({
      id: state,
      label: t(`notices.templates.state.${state}`),
      filter: { state },
    })),
  ];
  const textOf = (record: MessageTemplateRecord) =>
    locale === 'zh' ? record.textZh : record.textEn;
  return (
    <ListPage
      title={t('notices.templates.title')}
      sort={{ field: 'code', order: 'ASC' }}
      perPage={50}
      filterDefaultValues={{ state: 'published' }}
      tabs={{ label: t('resources.message-templates.fields.state'), items: tabs }}
      actions={
        <LinkButton to="/notices" icon="mail">
          {t('notices.tabs.outbox')}
        </LinkButton>
      }
    >
      <WorkTable<MessageTemplateRecord>
        empty={<EmptyState text={t('notices.templates.empty')} />}
        mobile={(record) => ({
          title: `${record.code} ${name(record.code)}`,
          second: textOf(record),
          when: t('notices.templates.versionNo', { n: record.versionNo }),
          state: <TemplateWord state={record.state} />,
        })}
      >
        <DataTable.Col<MessageTemplateRecord>
          source="code"
          render={(record) => (
            <RecordLink>
              <span className="n-code">{record.code}</span> {name(record.code)}
            </RecordLink>
          )}
        />
        <DataTable.Col<MessageTemplateRecord>
          source="textZh"
          disableSort
          render={(record) => <span className="r-ellipsis n-wide">{textOf(record)}</span>}
        />
        <DataTable.Col<MessageTemplateRecord>
          source="parts"
          disableSort
          align="right"
          render={(record) => <Num value={partsOf(record)} />}
        />
        <DataTable.Col<MessageTemplateRecord>
          source="versionNo"
          align="right"
          render={(record) => <Num value={record.versionNo} />}
        />
        <DataTable.Col<MessageTemplateRecord>
          source="state"
          disableSort
          render={(record) => <TemplateWord state={record.state} />}
        />
        <DataTable.Col<MessageTemplateRecord>
          source="publishedByName"
          disableSort
          render={(record) =>
            record.publishedAt === null
              ? '–'
              : (record.publishedByName ?? t('notices.templates.shipped'))
          }
        />
        <DataTable.Col<MessageTemplateRecord>
          source="updatedAt"
          render={(record) => <When at={record.updatedAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

/** Of the Chinese text with long values: what most customers are sent. */
function partsOf({ textZh, textEn }: MessageTemplateRecord): number {
  const texts = { zh: textZh, en: textEn };
  const values = longestValues('zh', '十个字长的业务名称呀');
  return messageSize(renderMessage(texts, 'zh', values, '【云州通信】').text).parts;
}
