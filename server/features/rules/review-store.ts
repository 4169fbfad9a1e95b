import type { Knex } from 'knex';
import type { RuleFigures } from '#contract/rules.ts';
import { DomainError } from '#domain/errors.ts';
import type { ReviewTrigger, RuleOutcome } from '#domain/rule-review.ts';
import type { ActionContext } from '#domain/context.ts';
import { textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface Review {
  id: string;
  failureCode: string;
  state: 'open' | 'published';
  openedFor: ReviewTrigger;
  openedAt: number;
  ownerId: string | null;
  question: string;
  findings: string | null;
  outcome: RuleOutcome | null;
  outcomeText: string | null;
  figures: RuleFigures;
  version: number;
}

export type ReviewChange = Partial<
  Pick<Review, 'state' | 'ownerId' | 'question' | 'findings' | 'outcome' | 'outcomeText'>
> & { publishedBy?: string; publishedByName?: string; publishedAt?: number };

export function createReviewStore(db: Knex, world: World) {
  const first = (rows: unknown): Review | undefined =>
    (rows as Record<string, unknown>[]).map(reviewOf)[0];

  return {
    async find(id: string): Promise<Review | undefined> {
      return first(await db('rule_reviews').where({ id }));
    },

    async openOf(failureCode: string): Promise<Review | undefined> {
      return first(
        await db('rule_reviews').where({ failure_code: failureCode, state: 'open' }).limit(1),
      );
    },

    async lastOf(failureCode: string): Promise<Review | undefined> {
      return first(
        await db('rule_reviews')
          .where({ failure_code: failureCode })
          .orderBy([
            { column: 'opened_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(1),
      );
    },

    async insert(
      ctx: ActionContext,
      review: Pick<Review, 'failureCode' | 'openedFor' | 'ownerId' | 'question' | 'figures'>,
    ): Promise<string> {
      const now = world.now();
      const id = world.nextId();
      await db('rule_reviews').insert({
        id,
        failure_code: review.failureCode,
        state: 'open',
        opened_for: review.openedFor,
        opened_by: ctx.actor.id,
        opened_by_name: ctx.actor.name,
        opened_at: now,
        owner_id: review.ownerId,
        question: review.question,
        figures: JSON.stringify(review.figures),
        version: 1,
        updated_at: now,
      });
      return id;
    },

    async update(seen: Review, change: ReviewChange): Promise<void> {
      const columns = {
        state: change.state,
        owner_id: change.ownerId,
        question: change.question,
        findings: change.findings,
        outcome: change.outcome,
        outcome_text: change.outcomeText,
        published_by: change.publishedBy,
        published_by_name: change.publishedByName,
        published_at: change.publishedAt,
      };
      const given = Object.entries(columns).filter(([, value]) => value !== undefined);
      const result = await db('rule_reviews')
        .where({ id: seen.id, version: seen.version, state: seen.state })
        .update({
          ...Object.fromEntries(given),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

export function reviewOf(row: Record<string, unknown>): Review {
  return {
    id: String(row['id']),
    failureCode: String(row['failure_code']),
    state: String(row['state']) as Review['state'],
    openedFor: String(row['opened_for']) as ReviewTrigger,
    openedAt: Number(row['opened_at']),
    ownerId: textOrNull(row['owner_id']),
    question: String(row['question']),
    findings: textOrNull(row['findings']),
    outcome: textOrNull(row['outcome']) as RuleOutcome | null,
    outcomeText: textOrNull(row['outcome_text']),
    figures: JSON.parse(String(row['figures'])) as RuleFigures,
    version: Number(row['version']),
  };
}
