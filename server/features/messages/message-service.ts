import type { MessageOption, MessageChannel, NoticeTrigger } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import {
  caseMessages,
  emptyGates,
  gatesOf,
  promisedAt,
  valuesOf,
  type Gate,
} from '#domain/message-gates.ts';
import { messageSize } from '#domain/message-parts.ts';
import { isEssential } from '#domain/notice-kinds.ts';
import { askedOf, renderMessage, type MessageLanguage } from '#domain/message-text.ts';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseForMessage, MessageFactsReader } from './message-facts.ts';
import type { MessageSettingsStore } from './message-settings.ts';
import type { NewNotice, NoticeStore } from './notice-store.ts';
import type { PublishedText, TemplateStore } from './template-store.ts';

export const SEND_JOB = 'notices.send';

/** What became of one wish to send: bulk work reports it per case. */
export type QueueOutcome =
  | { outcome: 'queued'; noticeId: string }
  /** This event was told to this line before. */
  | { outcome: 'already'; noticeId: string }
  | { outcome: 'blocked'; gates: Gate[] };

export interface QueueOptions {
  trigger?: NoticeTrigger;
  channel?: MessageChannel;
  /** Tells acts of the same template apart, e.g. a second question. */
  eventSuffix?: string;
  confirmMinutes?: number;
  /** Not sent before. */
  notBeforeAt?: number;
  /** After this the text is no longer true. */
  notAfterAt?: number;
}

interface Needs {
  world: World;
  zone: Zone;
  audit: AuditTrail;
  store: NoticeStore;
  templates: Pick<TemplateStore, 'published'>;
  settings: Pick<MessageSettingsStore, 'read'>;
  facts: MessageFactsReader;
  sendSoon(): Promise<void>;
  /** Of these lines, those that want nothing that is not essential. */
  optedOut(lineIds: readonly string[]): Promise<ReadonlySet<string>>;
}

const HOUR_MS = 3_600_000;
/** What they say is looked at once more when they leave. */
const SAY_DONE: readonly string[] = ['T3C', 'T5', 'T7'];

interface Prepared {
  gates: Gate[];
  texts: Record<MessageLanguage, string>;
  notAfterAt: number | null;
}

type Settings = Awaited<ReturnType<MessageSettingsStore['read']>>;

/** Writes messages from templates and puts them into the outbox, in the caller's transaction. */
export function createMessageService(needs: Needs) {
  const { world, zone, store } = needs;

  function prepare(
    subject: CaseForMessage,
    template: PublishedText,
    settings: Settings,
    options: QueueOptions,
  ): Prepared {
    const { code } = template;
    const facts = needs.facts.factsOf(subject, settings, options.confirmMinutes ?? null);
    const render = (language: MessageLanguage) =>
      renderMessage(
        template.texts,
        language,
        valuesOf(code, facts, language, zone),
        language === 'zh' ? settings.signatureZh : settings.signatureEn,
      );
    const written = { zh: render('zh'), en: render('en') };
    const gates = gatesOf(code, facts);
    // A variable is empty because a fact is missing: the fact is told, not both.
    if (gates.length === 0) gates.push(...emptyGates(written[subject.language].missing));
    const promised = askedOf(template.texts, 'zh').variables.includes('time')
      ? promisedAt(code, facts)
      : null;
    const held = (options.notBeforeAt ?? world.now()) + settings.holdHours * HOUR_MS;
    return {
      gates,
      texts: { zh: written.zh.text, en: written.en.text },
      notAfterAt: Math.min(held, promised ?? held, options.notAfterAt ?? held),
    };
  }

  function noticeOf(
    ctx: ActionContext,
    subject: CaseForMessage,
    template: PublishedText,
    prepared: Prepared,
    options: QueueOptions,
  ): NewNotice {
    const { row, language } = subject;
    const body = prepared.texts[language];
    const suffix = options.eventSuffix === undefined ? '' : `:${options.eventSuffix}`;
    return {
      id: world.nextId(),
      eventKey: `case:${row.id}:${template.code}${suffix}`,
      ...{ caseId: row.id, lineId: row.lineId, msisdnMasked: row.msisdnMasked },
      areaCode: row.areaCode,
      ...{ templateCode: template.code, templateVersionNo: template.versionNo, language },
      ...{ channel: options.channel ?? 'sms', body, parts: messageSize(body).parts },
      ...{ trigger: options.trigger ?? 'manual', notAfterAt: prepared.notAfterAt },
      notBeforeAt: options.notBeforeAt ?? null,
      ...{ actorId: ctx.actor.id, actorName: ctx.actor.name, demo: row.demo },
    };
  }

  async function put(ctx: ActionContext, notices: readonly NewNotice[]): Promise<Set<string>> {
    const fresh = await store.insertNew(notices);
    const queued = notices.filter(({ id }) => fresh.has(id));
    if (queued.length === 0) return fresh;
    await needs.audit.recordMany(
      ctx,
      queued.map((notice) => ({
        action: 'case.message_queued',
        subjectType: 'case',
        subjectId: notice.caseId ?? '',
        detail: {
          noticeId: notice.id,
          templateCode: notice.templateCode,
          channel: notice.channel,
          trigger: notice.trigger,
        },
      })),
    );
    await needs.sendSoon();
    return fresh;
  }

  /** What a customer wants no more of is not queued for them. */
  async function wanted(notices: readonly NewNotice[]): Promise<NewNotice[]> {
    const extra = notices.filter(({ templateCode }) => !isEssential(templateCode));
    const silent = await needs.optedOut(extra.map(({ lineId }) => lineId));
    return notices.filter((one) => isEssential(one.templateCode) || !silent.has(one.lineId));
  }

  async function textOf(code: string): Promise<PublishedText> {
    const template = (await needs.templates.published()).get(code);
    if (template === undefined || !caseMessages.includes(code))
      throw new DomainError('not_found', 'errors.messages.noTemplate');
    return template;
  }

  return {
    /** Queues one message about a case, once per event; or says which facts are missing. Rights are the caller's. */
    async queueForCase(
      ctx: ActionContext,
      caseId: string,
      templateCode: string,
      options: QueueOptions = {},
    ): Promise<QueueOutcome> {
      const template = await textOf(templateCode);
      const subject = (await needs.facts.ofCases([caseId])).get(caseId);
      if (subject === undefined) throw new DomainError('not_found', 'errors.notFound');
      const prepared = prepare(subject, template, await needs.settings.read(), options);
      const notice = noticeOf(ctx, subject, template, prepared, options);
      const standing = (await store.idsOfKeys([notice.eventKey])).get(notice.eventKey);
      if (standing !== undefined) return { outcome: 'already', noticeId: standing };
      if (prepared.gates.length > 0) return { outcome: 'blocked', gates: prepared.gates };
      const fresh = await put(ctx, [notice]);
      return fresh.has(notice.id)
        ? { outcome: 'queued', noticeId: notice.id }
        : { outcome: 'already', noticeId: notice.id };
    },

    /** Set-wise: one message for each case, where its gates are open and nobody was told. Answers how many. */
    async queueMany(
      ctx: ActionContext,
      wishes: ReadonlyMap<string, string | null>,
      options: QueueOptions = {},
    ): Promise<number> {
      if (wishes.size === 0) return 0;
      const [settings, templates] = [
        await needs.settings.read(),
        await needs.templates.published(),
      ];
      const subjects = await needs.facts.ofCases([...wishes.keys()]);
      const notices: NewNotice[] = [];
      for (const [id, wished] of wishes) {
        const subject = subjects.get(id);
        const template = templates.get(wished ?? subject?.firstCode ?? '');
        if (subject === undefined || template === undefined) continue;
        const prepared = prepare(subject, template, settings, options);
        if (prepared.gates.length === 0)
          notices.push(noticeOf(ctx, subject, template, prepared, options));
      }
      return (await put(ctx, await wanted(notices))).size;
    },

    /** Every message the case could send, with its text and what is missing. */
    async optionsOf(caseId: string, confirmMinutes: number): Promise<MessageOption[]> {
      const [settings, templates] = [
        await needs.settings.read(),
        await needs.templates.published(),
      ];
      const subject = (await needs.facts.ofCases([caseId])).get(caseId);
      if (subject === undefined) return [];
      const codes = caseMessages.filter((code) => templates.has(code));
      const told = await store.idsOfKeys(codes.map((code) => `case:${caseId}:${code}`));
      return codes.flatMap((code) => {
        const template = templates.get(code);
        if (template === undefined) return [];
        const { gates, texts } = prepare(subject, template, settings, { confirmMinutes });
        return [
          {
            templateCode: code,
            first: subject.firstCode === code,
            alreadySent: told.has(`case:${caseId}:${code}`),
            gates,
            preview: texts,
            parts: { zh: messageSize(texts.zh).parts, en: messageSize(texts.en).parts },
          },
        ];
      });
    },

    /** Of messages that say "done", those whose case has drifted since: never "no longer charged" while it is. */
    async noLongerTrue(
      notices: readonly { id: string; caseId: string | null; templateCode: string }[],
    ): Promise<Set<string>> {
      const claims = notices.filter(({ templateCode }) => SAY_DONE.includes(templateCode));
      const ids = claims.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]));
      if (ids.length === 0) return new Set();
      const settings = await needs.settings.read();
      const subjects = await needs.facts.ofCases([...new Set(ids)]);
      const wrong = claims.filter(({ caseId, templateCode }) => {
        const subject = subjects.get(caseId ?? '');
        if (subject === undefined) return false;
        return gatesOf(templateCode, needs.facts.factsOf(subject, settings, null)).length > 0;
      });
      return new Set(wrong.map(({ id }) => id));
    },

    /** Whether a message by this name may be sent without further questions. */
    async usable(code: string): Promise<boolean> {
      if (!caseMessages.includes(code) || code === 'T8') return false;
      return (await needs.templates.published()).has(code);
    },

    async languageOf(caseId: string): Promise<CaseForMessage | undefined> {
      return (await needs.facts.ofCases([caseId])).get(caseId);
    },
  };
}

export type MessageService = ReturnType<typeof createMessageService>;
