import {
  assignmentResult,
  assignmentRules,
  changeRuleBody,
  handOverBody,
  handOverResult,
  previewRuleBody,
  rulePreview,
  ruleVersionBody,
  saveRuleBody,
} from '#contract/assignment.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { AssignmentService } from './assignment-service.ts';
import type { HandoverService } from './handover-service.ts';

interface Own {
  assignment: AssignmentService;
  handovers: HandoverService;
}
interface Needs extends Own {
  inTransaction<T>(work: (f: Own) => Promise<T>): Promise<T>;
}

const { route, record } = endpointsFor<Needs>();
const tag = 'assignment';
const rule = record({
  tag,
  response: assignmentRules,
  show: async (f, ctx) => ({ rules: await f.assignment.list(ctx.actor) }),
});
/** Cases of one transaction, and transactions of one call. */
const AT_ONCE = 100;
const TURNS = 50;

export const assignmentRoutes = [
  route({
    method: 'get',
    path: '/assignment-rules',
    tag,
    summary: 'Rules that give open cases to people, in their order',
    permission: 'cases.read',
    response: assignmentRules,
    run: async ({ f, ctx }) => ({ rules: await f.assignment.list(ctx.actor) }),
  }),
  route({
    method: 'post',
    path: '/assignment-rules',
    tag,
    summary: 'Add a rule',
    permission: 'cases.manage',
    body: saveRuleBody,
    response: assignmentRules,
    run: async ({ f, ctx, body }) => {
      await f.assignment.save(ctx, body);
      return { rules: await f.assignment.list(ctx.actor) };
    },
  }),
  route({
    method: 'post',
    path: '/assignment-rules/preview',
    tag,
    summary: 'How many open cases of nobody conditions match',
    permission: 'cases.manage',
    body: previewRuleBody,
    response: rulePreview,
    run: ({ f, ctx, body }) => f.assignment.preview(ctx.actor, body.conditions),
  }),
  route({
    method: 'post',
    path: '/assignment-rules/run',
    tag,
    summary: 'Apply the rules now to what waits',
    permission: 'cases.manage',
    ownTransaction: true,
    response: assignmentResult,
    run: async ({ f, ctx }) => {
      let assigned = 0;
      for (let turn = 0; turn < TURNS; turn += 1) {
        const some = await f.inTransaction((inside) => inside.assignment.run(ctx, AT_ONCE));
        if (some === 0) break;
        assigned += some;
      }
      return { assigned };
    },
  }),
  rule.put('/assignment-rules/:id', {
    permission: 'cases.manage',
    summary: 'Change a rule',
    body: changeRuleBody,
    run: (f, ...act) => f.assignment.change(...act),
  }),
  rule.post('/assignment-rules/:id/remove', {
    permission: 'cases.manage',
    summary: 'Remove a rule',
    body: ruleVersionBody,
    run: (f, ctx, id, body) => f.assignment.remove(ctx, id, body.version),
  }),
  route({
    method: 'post',
    path: '/handovers',
    tag,
    summary: 'Give all open cases of a colleague to another, with a note',
    permission: 'cases.manage',
    body: handOverBody,
    response: handOverResult,
    // Some hundred cases at a time, so that nobody waits for thousands.
    ownTransaction: true,
    run: async ({ f, ctx, body }) => {
      await f.handovers.assertPair(body.fromId, body.toId);
      let moved = 0;
      for (let turn = 0; turn < TURNS; turn += 1) {
        const some = await f.inTransaction((own) => own.handovers.moveSome(ctx, body, AT_ONCE));
        moved += some;
        if (some < AT_ONCE) break;
      }
      const note = { fromId: body.fromId, toId: body.toId, body: body.note, cases: moved };
      await f.inTransaction((own) => own.handovers.write(ctx, note));
      return { moved, left: await f.handovers.left(ctx.actor, body.fromId) };
    },
  }),
];
