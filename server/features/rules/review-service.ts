import type { z } from 'zod';
import type { openReviewBody, publishReviewBody, updateReviewBody } from '#contract/rules.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { roleMay, type Role } from '#domain/permissions.ts';
import { reviewDue, reviewThresholds } from '#domain/rule-review.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { FigureReads } from './figure-reads.ts';
import type { Review, ReviewStore } from './review-store.ts';

interface Needs {
  store: ReviewStore;
  figures: FigureReads;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  colleagueRole(staffId: string): Promise<string | undefined>;
}

const DAY_MS = 86_400_000;

/** Reviews of rules that refuse: opened by a person or by numbers, ended with a published outcome. */
export function createReviewService({ store, figures, audit, now, colleagueRole }: Needs) {
  async function open(id: string, version: number): Promise<Review> {
    const review = await store.find(id);
    if (review === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (review.version !== version) throw new DomainError('conflict', 'errors.stale');
    if (review.state !== 'open') throw new DomainError('conflict', 'errors.rules.published');
    return review;
  }

  const record = (ctx: ActionContext, action: string, id: string, detail: object) =>
    audit.record(ctx, {
      action: `rule_review.${action}`,
      subjectType: 'rule_review',
      subjectId: id,
      detail: { ...detail },
    });

  async function assertOwner(ownerId: string): Promise<void> {
    const role = await colleagueRole(ownerId);
    if (role === undefined || !roleMay(role as Role, 'rules.review'))
      throw invalidField('ownerId', 'errors.rules.owner');
  }

  return {
    async open(ctx: ActionContext, input: z.output<typeof openReviewBody>): Promise<string> {
      const { failureCode, question, ownerId = null } = input;
      const known = (await figures.policyCodes()).some(({ code }) => code === failureCode);
      if (!known) throw invalidField('failureCode', 'errors.rules.noRefusal');
      if ((await store.openOf(failureCode)) !== undefined)
        throw invalidField('failureCode', 'errors.rules.underWay');
      if (ownerId !== null) await assertOwner(ownerId);
      const counted = (await figures.figuresOf([failureCode])).get(failureCode);
      if (counted === undefined) throw new Error('figures answer for every code');
      const id = await store.insert(ctx, {
        ...{ failureCode, openedFor: 'person', ownerId, question },
        figures: counted,
      });
      await record(ctx, 'opened', id, { failureCode, question, figures: counted });
      return id;
    },

    async update(ctx: ActionContext, id: string, input: z.output<typeof updateReviewBody>) {
      const review = await open(id, input.version);
      const { version: _version, ...change } = input;
      if (input.ownerId != null) await assertOwner(input.ownerId);
      await store.update(review, withoutUndefined(change));
      await record(ctx, 'changed', id, change);
    },

    /** What becomes of the rule, in words that staff read beside every case it refuses. */
    async publish(ctx: ActionContext, id: string, input: z.output<typeof publishReviewBody>) {
      const review = await open(id, input.version);
      const { outcome, outcomeText } = input;
      await store.update(review, {
        state: 'published',
        outcome,
        outcomeText,
        publishedBy: ctx.actor.id,
        publishedByName: ctx.actor.name,
        publishedAt: now(),
      });
      const { failureCode } = review;
      await record(ctx, 'published', id, { failureCode, outcome, outcomeText });
    },

    /** Opens the reviews that numbers ask for; a schedule calls it. Answers how many. */
    async openDue(requestId: string): Promise<number> {
      const ctx = { actor: SYSTEM_ACTOR, requestId };
      const codes = (await figures.policyCodes()).map(({ code }) => code);
      const counted = await figures.figuresOf(codes);
      let opened = 0;
      for (const [failureCode, numbers] of counted) {
        const due = reviewDue(numbers);
        if (due === null) continue;
        const last = await store.lastOf(failureCode);
        const rested = now() - reviewThresholds.restDays * DAY_MS;
        if (last !== undefined && (last.state === 'open' || last.openedAt > rested)) continue;
        const id = await store.insert(ctx, {
          ...{ failureCode, openedFor: due, ownerId: null, question: '' },
          figures: numbers,
        });
        await record(ctx, 'opened', id, { failureCode, openedFor: due, figures: numbers });
        opened += 1;
      }
      return opened;
    },
  };
}

export type ReviewService = ReturnType<typeof createReviewService>;

const withoutUndefined = <T extends object>(
  change: T,
): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
