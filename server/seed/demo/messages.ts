import { runTransaction } from '../../db/transaction.ts';
import { gatesOf, valuesOf, type MessageFacts } from '#domain/message-gates.ts';
import { messageSize } from '#domain/message-parts.ts';
import { renderMessage, type MessageLanguage } from '#domain/message-text.ts';
import { quietUntilAt } from '#domain/quiet-hours.ts';
import { readTextFacts } from '#domain/text-facts.ts';
import { defaultMessageSettings } from '../../features/messages/message-settings.ts';
import type { PublishedText } from '../../features/messages/template-store.ts';
import { caseRowOf, type CaseRow } from '../../features/unsubscribes/case-row.ts';
import type { DemoScene } from '../demo.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';

type Row = Record<string, unknown>;

const CHUNK = 500;
/** In progress with SMS out: what is told there now has to wait. */
const DARK_AREA = '990103';
const QUESTIONS = 5;
const HELD = 9;

/** Messages behind the cases: what was told in the past, what waits now, and who was asked. */
export async function loadMessages(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  await tellThePast(scene);
  clock.goTo(times.anchorAt);
  await tellNow(scene);
  await askNow(scene);
  await handInText(scene);
  await runtime.features.inTransaction((f) =>
    f.messageSettings.update(scene.as('shenqh'), {
      ...{ ...defaultMessageSettings, version: 0 },
      ...{ tellDelayed: true, remindWaiting: true, tellDone: true, askSolved: true },
    }),
  );
}

/** What was said when each case opened, when it was done, and what the customer answered; set-wise. */
async function tellThePast(scene: DemoScene): Promise<void> {
  const { runtime } = scene;
  const templates = await templatesOf(scene);
  const rows: Row[] = await runtime
    .db('cases')
    .leftJoin('products', 'products.code', 'cases.product_code')
    .leftJoin('failure_codes', 'failure_codes.code', 'cases.failure_code')
    .whereNull('duplicate_of_id')
    .orderBy('opened_at')
    .select('cases.*', 'products.name as name', 'products.effect_rule as rule', 'message_id');
  const notices: Row[] = [];
  const answers: Row[] = [];
  for (const row of rows) {
    const told = toldOf(scene, templates, row);
    notices.push(...told.notices);
    if (told.answer !== null) answers.push(told.answer);
  }
  notices.sort((a, b) => Number(a['created_at']) - Number(b['created_at']));
  await runTransaction(runtime.db, async (trx) => {
    for (let start = 0; start < notices.length; start += CHUNK)
      await trx('notices').insert(notices.slice(start, start + CHUNK));
    for (let start = 0; start < answers.length; start += CHUNK)
      await trx('survey_answers').insert(answers.slice(start, start + CHUNK));
  });
}

async function templatesOf({ runtime }: DemoScene): Promise<Map<string, PublishedText>> {
  const rows = (await runtime.db('message_templates').where({ state: 'published' })) as Row[];
  return new Map(
    rows.map((row) => [
      String(row['code']),
      {
        ...{ code: String(row['code']), versionNo: Number(row['version_no']) },
        texts: { zh: String(row['text_zh']), en: String(row['text_en']) },
      },
    ]),
  );
}

function toldOf(scene: DemoScene, templates: ReadonlyMap<string, PublishedText>, row: Row) {
  const { chance, times } = scene;
  const found = caseRowOf(row);
  const facts = factsAt(row, found);
  const notices: Row[] = [];
  const tell = (code: string, at: number, then: Partial<MessageFacts> = {}) => {
    const template = templates.get(code);
    if (template === undefined || at > times.anchorAt - MINUTE) return;
    const notice = noticeOf(scene, { row, template, at, facts: { ...facts, ...then, now: at } });
    if (notice !== null) notices.push(notice);
  };
  if (chance.next() < 0.4)
    tell(String(row['message_id']), found.openedAt + MINUTE, opening(found.requestedAt));
  const { endedAt } = found;
  if (endedAt === null || found.state !== 'verified') return { notices, answer: null };
  tell('T5', endedAt + MINUTE);
  if (chance.next() < 0.3) tell('T11', endedAt + 3 * HOUR);
  const asked = notices.find(
    (one) => one['template_code'] === 'T11' && one['state'] === 'delivered',
  );
  const answer = asked !== undefined && chance.next() < 0.55 ? answerOf(scene, row, asked) : null;
  return { notices, answer };
}

/** As a case stood when it opened: nobody had looked, nothing had ended. */
function opening(requestedAt: number): Partial<MessageFacts> {
  return {
    state: 'open',
    seenAt: { crm: null, platform: null, network: null, billing: null },
    dueAt: requestedAt + DAY,
  };
}

function factsAt(row: Row, found: CaseRow): MessageFacts {
  return {
    ...{ state: found.state, wanted: found.wanted, wantedFromAt: found.wantedFromAt },
    ...{ actual: found.actual, seenAt: found.seenAt, notBeforeAt: found.notBeforeAt },
    ...{ dueAt: found.dueAt, contractEndOn: found.contractEndOn },
    exitFeeFen: readTextFacts(found.rawText).exitFeeFen ?? null,
    effectRule: row['rule'] === 'next_cycle' ? 'next_cycle' : 'at_once',
    serviceName: String(row['name'] ?? found.productCode),
    ...{ refundAcceptedFen: 0, alternative: null, replyCode: 'TD01', confirmMinutes: 30 },
    ...{ hotline: defaultMessageSettings.hotline, promiseMs: DAY, now: found.openedAt },
  };
}

interface Telling {
  row: Row;
  template: PublishedText;
  at: number;
  facts: MessageFacts;
}

/** One message as the outbox would have left it; null where a gate was closed or a variable empty. */
function noticeOf(scene: DemoScene, { row, template, at, facts }: Telling): Row | null {
  const { chance, clock, times } = scene;
  const { code, versionNo, texts } = template;
  if (gatesOf(code, facts).length > 0) return null;
  const language: MessageLanguage = 'zh';
  const values = valuesOf(code, facts, language, times.zone);
  const { text, missing } = renderMessage(
    texts,
    language,
    values,
    defaultMessageSettings.signatureZh,
  );
  if (missing.length > 0) return null;
  clock.goTo(at);
  const { quietFrom: from, quietUntil: until } = defaultMessageSettings;
  const sentAt = (quietUntilAt(times.zone, at, { from, until }) ?? at) + chance.int(1, 20) * 1000;
  return {
    id: clock.nextId(),
    event_key: `case:${String(row['id'])}:${code}`,
    ...{ case_id: row['id'], line_id: row['line_id'], msisdn_masked: row['msisdn_masked'] },
    ...{ area_code: row['area_code'], template_code: code, template_version_no: versionNo },
    ...{ language, channel: 'sms', body: text, parts: messageSize(text).parts },
    ...{ trigger_kind: 'auto', actor_id: 'system', actor_name: 'system' },
    ...outcomeOf(scene, sentAt),
    ...{ tries: 0, generation: 1, next_at: null, not_after_at: at + DAY },
    ...{ demo: true, version: 3, created_at: at, updated_at: at },
  };
}

/** Nearly all arrived; a few were refused, or the handset stayed off. */
function outcomeOf({ chance, times }: DemoScene, sentAt: number): Row {
  const none = { reason: null, reason_text: null, sent_at: null, delivered_at: null };
  if (sentAt >= times.anchorAt - MINUTE) return { ...none, state: 'expired', reason: 'too_late' };
  const luck = chance.next();
  if (luck < 0.0004)
    return { ...none, state: 'failed', reason: 'refused', reason_text: 'SMSC_4031 · 号码已销户' };
  if (luck < 0.0016)
    return {
      ...{ ...none, state: 'failed', reason: 'undelivered', sent_at: sentAt },
      reason_text: 'SMSC_0069 · 手机关机,超过有效期',
    };
  const deliveredAt = sentAt + chance.int(2, 30) * 1000;
  return { ...none, state: 'delivered', sent_at: sentAt, delivered_at: deliveredAt };
}

const TAGS = ['still_charged', 'not_told', 'too_slow', 'unfair_rule', 'other'] as const;

function answerOf({ chance, clock }: DemoScene, row: Row, asked: Row): Row {
  const solved = chance.next() < (row['category'] === 'policy' ? 0.45 : 0.82);
  const at = Number(asked['sent_at']) + chance.int(2, 300) * MINUTE;
  clock.goTo(at);
  return {
    id: clock.nextId(),
    ...{ case_id: row['id'], notice_id: asked['id'], line_id: row['line_id'] },
    ...{ failure_code: row['failure_code'], answer: solved ? 'solved' : 'unsolved' },
    ...{ reason_tag: solved ? null : chance.pick(TAGS), answered_at: at, demo: true },
  };
}

/** What is told at this moment where SMS is out: the outbox will hold it, and say so. */
async function tellNow({ runtime, ctx }: DemoScene): Promise<void> {
  const rows: { id: string }[] = await runtime
    .db('cases')
    .where({ area_code: DARK_AREA })
    .whereNull('ended_at')
    .orderBy('opened_at', 'desc')
    .limit(HELD)
    .select('id');
  await runtime.features.inTransaction((f) =>
    f.messages.queueMany(ctx, new Map(rows.map(({ id }) => [id, 'T6A'])), { trigger: 'auto' }),
  );
}

/** A few customers have just been asked to confirm; some of them will answer while you watch. */
async function askNow(scene: DemoScene): Promise<void> {
  const { runtime } = scene;
  const rows: { id: string; version: number }[] = await runtime
    .db('cases')
    .where({ failure_code: 'USR-02', state: 'waiting_customer' })
    .orderBy('opened_at', 'desc')
    .limit(QUESTIONS)
    .select('id', 'version');
  for (const { id, version } of rows)
    await runtime.features.inTransaction((f) =>
      f.confirmations.ask(scene.as('linzx'), id, { version: Number(version), minutes: 120 }),
    );
}

/** A text that waits for a second person. */
async function handInText(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  clock.goTo(times.anchorAt - 5 * HOUR);
  await runtime.features.inTransaction(async (f) => {
    const id = await f.messageTemplates.draft(scene.as('linzx'), {
      code: 'T6',
      textZh: '因系统故障退订{业务}未完成,申请已保留,恢复后自动办理,不会多收费,{时间}前告知结果。',
      textEn:
        'A fault stopped the cancellation of {service}; your request is kept, runs when it is mended and costs you nothing. We will tell you by {time}.',
      note: '用户最常问会不会多收费',
    });
    await f.messageTemplates.submit(scene.as('linzx'), id, { version: 1 });
  });
  clock.goTo(times.anchorAt);
}
