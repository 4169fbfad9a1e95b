import { z } from 'zod';
import type { draftTemplateBody, updateTemplateBody } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import { assertTransition, versionLifecycle, type VersionState } from '#domain/lifecycles.ts';
import { templateFaults } from '#domain/message-text.ts';
import codeFile from '../../seed/data/failure-codes.json' with { type: 'json' };
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
  const record = (ctx: ActionContext, action: string, id: string, detail: object) =>
    audit.record(ctx, {
      action: `message_template.${action}`,
      subjectType: 'message_template',
      subjectId: id,
      detail: { ...detail },
    });

  async function find(id: string, version?: number): Promise<Template> {
    const template = await store.byId(id);
    if (template === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && template.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return template;
  }

  async function move(
    ctx: ActionContext,
    template: Template,
    to: VersionState,
    change: TemplateChange = {},
  ): Promise<void> {
    assertTransition(versionLifecycle, template.state, to);
    await store.update(template, { ...change, state: to });
    const { code, versionNo, state } = template;
    await record(ctx, 'moved', template.id, { code, versionNo, from: state, to });
  }

  return {
    find,

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
        makers: [{ id: ctx.actor.id, name: ctx.actor.name }],
        ...{ submittedBy: null, publishedBy: null, publishedByName: null, publishedAt: null },
        ...{ version: 1, createdAt: now, updatedAt: now },
      };
      if (!(await store.insert(template)))
        throw new DomainError('conflict', 'errors.messages.draftOpen');
      const { code, versionNo } = template;
      await record(ctx, 'drafted', template.id, { code, versionNo });
      return template.id;
    },

    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updateTemplateBody>,
    ): Promise<void> {
      const template = await find(id, input.version);
      if (template.state !== 'draft') throw new DomainError('conflict', 'errors.messages.notDraft');
      const makers = template.makers.some((one) => one.id === ctx.actor.id)
        ? template.makers
        : [...template.makers, { id: ctx.actor.id, name: ctx.actor.name }];
      const { textZh, textEn, note } = input;
      await store.update(template, { textZh, textEn, note: note ?? null, makers });
      await record(ctx, 'edited', id, { code: template.code, versionNo: template.versionNo });
    },

    async submit(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const template = await find(id, input.version);
      assertSound(template);
      await move(ctx, template, 'submitted', { submittedBy: ctx.actor.id });
    },

    /** Back to its author, by a reader or the author. */
    async giveBack(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const template = await find(id, input.version);
      await move({ ...ctx, reason: input.reason ?? undefined }, template, 'draft', {
        submittedBy: null,
      });
    },

    /** By somebody who neither wrote nor submitted it; the version before it retires. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const template = await find(id, input.version);
      assertTransition(versionLifecycle, template.state, 'published');
      const own = template.makers.some((one) => one.id === ctx.actor.id);
      if (own || template.submittedBy === ctx.actor.id)
        throw new DomainError('forbidden', 'errors.messages.ownPublish');
      assertSound(template);
      for (const other of await store.versionsOf(template.code))
        if (other.state === 'published') await move(ctx, other, 'retired');
      await move(ctx, template, 'published', {
        publishedBy: ctx.actor.id,
        publishedByName: ctx.actor.name,
        publishedAt: world.now(),
      });
    },

    /** Installs the shipped texts where none stands; what people have made is left alone. */
    async ensureTemplates(ctx: ActionContext): Promise<void> {
      const known = await store.published();
      const now = world.now();
      let installed = 0;
      for (const { id: code, zh, en } of shipped.parse(codeFile).messages) {
        if (known.has(code) || (await store.versionsOf(code)).length > 0) continue;
        await store.insert({
          id: world.nextId(),
          ...{ code, versionNo: 1, state: 'published', textZh: zh, textEn: en, note: null },
          ...{ makers: [], submittedBy: null, publishedBy: null, publishedByName: null },
          ...{ publishedAt: now, version: 1, createdAt: now, updatedAt: now },
        });
        installed += 1;
      }
      if (installed > 0) await record(ctx, 'installed', 'shipped', { templates: installed });
    },
  };
}

export type TemplateService = ReturnType<typeof createTemplateService>;

/** Refuses texts with unknown variables, or with variables that one language leaves out. */
function assertSound(template: Template): void {
  const faults = templateFaults({ zh: template.textZh, en: template.textEn });
  if (faults.length === 0) return;
  const fields: Record<string, FieldFault> = {};
  for (const { language, kind, word } of faults)
    fields[language === 'zh' ? 'textZh' : 'textEn'] ??= {
      message: `errors.messages.text.${kind}`,
      args: { word },
    };
  throw new DomainError('invalid', 'errors.invalid', { fields });
}
