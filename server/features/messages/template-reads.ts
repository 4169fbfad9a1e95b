import type { Knex } from 'knex';
import { z } from 'zod';
import type { MessageTemplateShow } from '#contract/messages.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { MessageSettingsStore } from './message-settings.ts';
import { templateOf, type TemplateStore } from './template-store.ts';

export const templateList = {
  filters: {
    id: oneOrMany(z.string().max(48)),
    code: oneOrMany(z.string().max(8)),
    state: oneOrMany(z.enum(versionStates)),
  },
  sorts: { code: 'code', versionNo: 'version_no', updatedAt: 'updated_at', id: 'id' },
  defaultSort: ['code', 'ASC'],
} as const satisfies ListSpec;

interface Needs {
  db: Knex;
  store: TemplateStore;
  settings: Pick<MessageSettingsStore, 'read'>;
}

export function createTemplateReads({ db, store, settings }: Needs) {
  return {
    list({ filter, ...query }: ListQuery<FilterOf<typeof templateList>>) {
      const rows = db('message_templates').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.code) void q.whereIn('code', filter.code);
        if (filter.state) void q.whereIn('state', filter.state);
      });
      return pageOf(rows, query, { id: 'id', page: (q) => q.select('*'), toWire: templateOf });
    },

    async show(id: string): Promise<MessageTemplateShow> {
      const template = await store.byId(id);
      if (template === undefined) throw new DomainError('not_found', 'errors.notFound');
      const versions = await store.versionsOf(template.code);
      const published = versions.find(({ state }) => state === 'published');
      const { signatureZh, signatureEn } = await settings.read();
      return {
        ...template,
        published:
          published === undefined
            ? null
            : {
                ...{ versionNo: published.versionNo },
                ...{ textZh: published.textZh, textEn: published.textEn },
              },
        versions,
        longestService: await store.longestProductName(),
        ...{ signatureZh, signatureEn },
      };
    },

    /** Texts that wait for a second person. */
    async navigation(): Promise<Record<string, number>> {
      const [row] = await db('message_templates').where({ state: 'submitted' }).count({ n: '*' });
      return { templatesToPublish: Number(row?.['n'] ?? 0) };
    },
  };
}

export type TemplateReads = ReturnType<typeof createTemplateReads>;
