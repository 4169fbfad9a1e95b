import { z } from 'zod';
import type { draftTemplateBody, updateTemplateBody } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import { templateFaults } from '#domain/message-text.ts';
import { makerOf } from '#domain/versions.ts';
import codeFile from '../../seed/data/failure-codes.json' with { type: 'json' };
import noticeFile from '../../seed/data/notice-templates.json' with { type: 'json' };
import { versionActs } from '../../versions/version-acts.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Template, TemplateChange, TemplateStore } from './template-store.ts';

const shipped = z.object({
  messages: z.array(
    z.object({ id: z.string().max(8), zh: z.string().max(300), en: z.string().max(600) }),
  ),
});

interface Needs {
  store: TemplateStore;
  audit: AuditTrail;
  world: World;
}

interface Verb {
  version: number;
  reason?: string | null | undefined;
}

/** Texts of messages: drafted, submitted, published by a second person, then never changed. */
export function createTemplateService({ store, audit, world }: Needs) {
  const acts = versionActs<Template, TemplateChange>({
    store,
    audit,
    now: () => world.now(),
    subject: { type: 'message_template', action: 'message_template' },
    rights: { edit: 'catalogue.edit', publish: 'catalogue.publish' },
    refusals: { notDraft: 'errors.messages.notDraft', ownPublish: 'errors.messages.ownPublish' },
  });

  return {
    find: acts.find,

    /** A new version of a template, from what is given; one open draft of each code at a time. */
    async draft(ctx: ActionContext, input: z.output<typeof draftTemplateBody>): Promise<string> {
      const versions = await store.versionsOf(input.code);
      const newest = versions[0];
      if (newest === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (versions.some(({ state }) => state === 'draft' || state === 'submitted'))
        throw new DomainError('conflict', 'errors.messages.draftOpen');
      const now = world.now();
      const template: Template = {
        id: world.nextId(),
        code: input.code,
        versionNo: newest.versionNo + 1,
        state: 'draft',
        ...{ textZh: input.textZh, textEn: input.textEn, note: input.note ?? null },
        makers: [makerOf(ctx)],
        ...{ submittedBy: null, publishedBy: null, publishedByName: null, publishedAt: null },
        ...{ version: 1, createdAt: now, updatedAt: now },
      };
      if (!(await store.insert(template)))
        throw new DomainError('conflict', 'errors.messages.draftOpen');
      const { code, versionNo } = template;
      await acts.record(ctx, 'drafted', template.id, { code, versionNo });
      return template.id;
    },

    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updateTemplateBody>,
    ): Promise<void> {
      const template = await acts.draft(id, input.version);
      const { textZh, textEn, note } = input;
      await acts.edit(ctx, template, 'edited', {
        change: { textZh, textEn, note: note ?? null },
        detail: nameOf(template),
      });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, (template) => {
        assertSound(template);
        return { detail: nameOf(template) };
      }),

    returnToDraft: acts.returnToDraft,

    /** The version before it retires. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.publish(ctx, id, input, async (template) => {
        assertSound(template);
        const versions = await store.versionsOf(template.code);
        return {
          change: { publishedByName: ctx.actor.name },
          detail: nameOf(template),
          replaces: versions.find(({ state }) => state === 'published'),
        };
      });
    },

    /** Installs the shipped texts where none stands; what people have made is left alone. */
    async ensureTemplates(ctx: ActionContext): Promise<void> {
      const known = await store.published();
      const now = world.now();
      let installed = 0;
      const texts = [codeFile, noticeFile].flatMap((file) => shipped.parse(file).messages);
      for (const { id: code, zh, en } of texts) {
        if (known.has(code) || (await store.versionsOf(code)).length > 0) continue;
        await store.insert({
          id: world.nextId(),
          ...{ code, versionNo: 1, state: 'published', textZh: zh, textEn: en, note: null },
          ...{ makers: [], submittedBy: null, publishedBy: null, publishedByName: null },
          ...{ publishedAt: now, version: 1, createdAt: now, updatedAt: now },
        });
        installed += 1;
      }
      if (installed > 0) await acts.record(ctx, 'installed', 'shipped', { templates: installed });
    },
  };
}

export type TemplateService = ReturnType<typeof createTemplateService>;

/** What the audit trail calls it. */
const nameOf = ({ code, versionNo }: Template) => ({ code, versionNo });

/** Refuses texts with unknown variables, or with variables that one language leaves out. */
function assertSound(template: Template): void {
  const faults = templateFaults({ zh: template.textZh, en: template.textEn }, template.code);
  if (faults.length === 0) return;
  const fields: Record<string, FieldFault> = {};
  for (const { language, kind, word } of faults)
    fields[language === 'zh' ? 'textZh' : 'textEn'] ??= {
      message: `errors.messages.text.${kind}`,
      args: { word },
    };
  throw new DomainError('invalid', 'errors.invalid', { fields });
}
