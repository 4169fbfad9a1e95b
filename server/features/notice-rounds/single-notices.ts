import type { Knex } from 'knex';
import type { NoticeRulesRecord } from '#contract/notice-rounds.ts';
import type { MessageSettings } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { creditValues } from '#domain/credit-notices.ts';
import { messageSize } from '#domain/message-parts.ts';
import { renderMessage, type MessageLanguage, type MessageValues } from '#domain/message-text.ts';
import { dataWords, dayWords, timeWords, type BenefitAmounts } from '#domain/message-words.ts';
import { createZone, type Zone } from '#domain/time.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { World } from '../../world.ts';
import type { NewNotice } from '../messages/notice-store.ts';
import type { PublishedText } from '../messages/template-store.ts';
import { sentence, signed } from './outage-texts.ts';

/** A claim as it was decided. `decision` counts the answers to one claim: an appeal is answered once more. */
export interface DecidedClaim {
  claimId: string;
  lineId: string;
  decision: number;
  outcome: 'accepted' | 'declined' | 'already_credited';
  /** When the service was lost, as far as the claim says. */
  lostAt: number;
  /** declined: in the words of the customer, at most 20 characters. */
  reason?: { zh: string; en: string };
  /** declined: until when a review may be asked for. */
  reviewUntilAt?: number;
  /** already_credited: what that credit was. */
  dataMb?: number;
}

/** What one reversal took back from one line; nothing where all of it had been used. */
export interface TakenBack {
  lineId: string;
  amounts: BenefitAmounts;
}

export interface ReversalFacts {
  /** Of the reversal batch, or of the single reversal. */
  id: string;
  /** IANA */
  zone: string;
  outageStartedAt: number;
  services: Service[];
}

interface Needs {
  db: Knex;
  world: World;
  zone: Zone;
  insertNew(notices: readonly NewNotice[]): Promise<Set<string>>;
  sendSoon(): Promise<void>;
  templates(): Promise<ReadonlyMap<string, PublishedText>>;
  settings(): Promise<MessageSettings>;
  rules(): Promise<NoticeRulesRecord>;
}

interface LineRow {
  id: string;
  msisdn_masked: string;
  demo: unknown;
}

interface Told {
  lineId: string;
  eventKey: string;
  about: NonNullable<NewNotice['about']>;
  code: string;
  values(language: MessageLanguage): MessageValues;
}

const CHUNK = 500;
const WAITS_MS = 7 * 86_400_000;
const CLAIM_TEXTS = { accepted: 'C3', declined: 'C2', already_credited: 'C1' } as const;

/**
 * Messages about one line that others cause: a claim that was decided, a credit that was taken back. They go into the
 * caller's transaction, once per event whoever calls how often, and leave by the outbox.
 */
export function createSingleNotices(needs: Needs) {
  const { db, world } = needs;

  async function linesOf(ids: readonly string[]) {
    const rows: LineRow[] = await db('lines')
      .whereIn('id', [...ids])
      .select('id', 'msisdn_masked', 'demo');
    const facts: { line_id: string; language: string; area_code: string; status: string }[] =
      await db('line_facts')
        .join('snapshots', 'snapshots.id', 'line_facts.snapshot_id')
        .whereIn('line_facts.line_id', [...ids])
        .where('snapshots.state', 'complete')
        .orderBy('snapshots.as_of_at')
        .select('line_facts.line_id', 'language', 'area_code', 'status');
    const latest = new Map(facts.map((one) => [one.line_id, one]));
    return new Map(rows.map((row) => [row.id, { ...row, facts: latest.get(row.id) }]));
  }

  async function put(ctx: ActionContext, told: readonly Told[]): Promise<number> {
    const [templates, settings] = [await needs.templates(), await needs.settings()];
    const lines = await linesOf(told.map(({ lineId }) => lineId));
    const notices = told.flatMap(({ lineId, eventKey, about, code, values }): NewNotice[] => {
      const [line, template] = [lines.get(lineId), templates.get(code)];
      const gone = line?.facts?.status === 'ported' || line?.facts?.status === 'closed';
      if (line === undefined || template === undefined || gone) return [];
      const language = line.facts?.language.toLowerCase().startsWith('en') === true ? 'en' : 'zh';
      const { text, missing } = renderMessage(template.texts, language, values(language), '');
      if (missing.length > 0) return [];
      const body = signed(sentence(text), language, settings);
      return [
        {
          id: world.nextId(),
          ...{ eventKey, about, caseId: null, lineId, msisdnMasked: line.msisdn_masked },
          ...{ areaCode: line.facts?.area_code ?? '', language, channel: 'sms' },
          ...{ templateCode: code, templateVersionNo: template.versionNo },
          ...{ body, parts: messageSize(body).parts, trigger: 'auto', notBeforeAt: null },
          notAfterAt: world.now() + WAITS_MS,
          ...{ actorId: ctx.actor.id, actorName: ctx.actor.name, demo: Boolean(line.demo) },
        },
      ];
    });
    if (notices.length === 0) return 0;
    const fresh = await needs.insertNew(notices);
    if (fresh.size > 0) await needs.sendSoon();
    return fresh.size;
  }

  return {
    /**
     * Tells a customer how a claim was decided, in the transaction that decides it. False where the rule is off, the
     * line has left, a fact is missing (a declined claim without its reason), or this decision was told before.
     */
    async noticeClaimDecided(ctx: ActionContext, claim: DecidedClaim): Promise<boolean> {
      if (!(await needs.rules()).claimDecided) return false;
      const { hotline } = await needs.settings();
      const now = world.now();
      const values = (language: MessageLanguage): MessageValues => ({
        hotline,
        date: dayWords(needs.zone, claim.lostAt, now, language),
        ...(claim.reason === undefined ? {} : { reason: claim.reason[language] }),
        ...(claim.reviewUntilAt === undefined
          ? {}
          : { time: timeWords(needs.zone, claim.reviewUntilAt, now, language) }),
        ...(claim.dataMb === undefined ? {} : { data: dataWords(claim.dataMb, language) }),
      });
      const made = await put(ctx, [
        {
          lineId: claim.lineId,
          eventKey: `claim:${claim.claimId}:${claim.decision}`,
          about: { kind: 'claim', id: claim.claimId },
          code: CLAIM_TEXTS[claim.outcome],
          values,
        },
      ]);
      return made > 0;
    },

    /**
     * Tells lines what a reversal took back, some hundreds at a time, in the transaction of the stretch that took it.
     * Lines from which nothing was taken are left alone. Answers how many were told.
     */
    async noticeReversed(
      ctx: ActionContext,
      reversal: ReversalFacts,
      lines: readonly TakenBack[],
    ): Promise<number> {
      if (!(await needs.rules()).reversed) return 0;
      const { hotline } = await needs.settings();
      const paid = {
        zone: createZone(reversal.zone),
        startedAt: reversal.outageStartedAt,
        ...{ services: reversal.services, dataValidUntilAt: null },
      };
      const now = world.now();
      let told = 0;
      const hit = lines.filter(({ amounts }) => Object.values(amounts).some((one) => one > 0));
      for (let start = 0; start < hit.length; start += CHUNK)
        told += await put(
          ctx,
          hit.slice(start, start + CHUNK).map(({ lineId, amounts }) => ({
            lineId,
            eventKey: `reversal:${reversal.id}:${lineId}`,
            about: { kind: 'batch', id: reversal.id },
            code: 'O6',
            values: (language) => creditValues(paid, amounts, language, { now, hotline }),
          })),
        );
      return told;
    },
  };
}

export type SingleNotices = ReturnType<typeof createSingleNotices>;
