import type { Knex } from 'knex';
import type { MessageTemplateRecord } from '#contract/messages.ts';
import { DomainError } from '#domain/errors.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { TemplateTexts } from '#domain/message-text.ts';
import { given, numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export type Template = MessageTemplateRecord;

export type TemplateChange = Partial<
  Pick<
    Template,
    | 'state'
    | 'textZh'
    | 'textEn'
    | 'note'
    | 'makers'
    | 'submittedBy'
    | 'publishedBy'
    | 'publishedByName'
    | 'publishedAt'
  >
>;

/** What a message is written from. */
export interface PublishedText {
  code: string;
  versionNo: number;
  texts: TemplateTexts;
}

export function createTemplateStore(db: Knex, world: World) {
  const rowsOf = (rows: unknown): Template[] => (rows as Record<string, unknown>[]).map(templateOf);

  return {
    async byId(id: string): Promise<Template | undefined> {
      return rowsOf(await db('message_templates').where({ id }))[0];
    },

    /** Newest first. */
    async versionsOf(code: string): Promise<Template[]> {
      return rowsOf(
        await db('message_templates').where({ code }).orderBy('version_no', 'desc').limit(50),
      );
    },

    /** The texts in force, by code. */
    async published(): Promise<Map<string, PublishedText>> {
      const rows = rowsOf(await db('message_templates').where({ state: 'published' }));
      return new Map(
        rows.map(({ code, versionNo, textZh, textEn }) => [
          code,
          { code, versionNo, texts: { zh: textZh, en: textEn } },
        ]),
      );
    },

    async insert(template: Template): Promise<boolean> {
      const { id, code, versionNo, createdAt, updatedAt, version } = template;
      return insertOnce(db, 'message_templates', {
        ...columnsOf(template),
        ...{ id, code, version_no: versionNo, version },
        ...{ created_at: createdAt, updated_at: updatedAt },
      });
    },

    /** Compare-and-set on state and version. */
    async update(
      at: Pick<Template, 'id' | 'state' | 'version'>,
      change: TemplateChange,
    ): Promise<void> {
      const result = await db('message_templates')
        .where({ id: at.id, state: at.state, version: at.version })
        .update({ ...columnsOf(change), version: at.version + 1, updated_at: world.now() });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** The longest name a message may have to carry. */
    async longestProductName(): Promise<string> {
      const rows: { name: string }[] = await db('products')
        .orderBy('code')
        .limit(2_000)
        .select('name');
      return rows.reduce(
        (longest, { name }) => (name.length > longest.length ? name : longest),
        '',
      );
    },
  };
}

export type TemplateStore = ReturnType<typeof createTemplateStore>;

function columnsOf(change: TemplateChange): Record<string, unknown> {
  const columns = {
    state: change.state,
    text_zh: change.textZh,
    text_en: change.textEn,
    note: change.note,
    makers: change.makers === undefined ? undefined : JSON.stringify(change.makers),
    submitted_by: change.submittedBy,
    published_by: change.publishedBy,
    published_by_name: change.publishedByName,
    published_at: change.publishedAt,
  };
  return given(columns);
}

export function templateOf(row: Record<string, unknown>): Template {
  return {
    id: String(row['id']),
    code: String(row['code']),
    versionNo: Number(row['version_no']),
    state: String(row['state']) as VersionState,
    textZh: String(row['text_zh']),
    textEn: String(row['text_en']),
    note: textOrNull(row['note']),
    makers: JSON.parse(String(row['makers'])) as Template['makers'],
    submittedBy: textOrNull(row['submitted_by']),
    publishedBy: textOrNull(row['published_by']),
    publishedByName: textOrNull(row['published_by_name']),
    publishedAt: numberOrNull(row['published_at']),
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
  };
}
