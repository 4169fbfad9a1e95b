import { z } from 'zod';
import { idParams } from '#contract/common.ts';
import {
  answerConfirmationBody,
  answerSurveyBody,
  askConfirmationBody,
  caseMessages,
  decideAlternativeBody,
  offerAlternativeBody,
  sendMessageBody,
} from '#contract/messages.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { AlternativeService } from './alternative-service.ts';
import type { CaseMessagesService } from './case-messages.ts';
import type { ConfirmationService } from './confirmation-service.ts';

interface Needs {
  caseMessages: CaseMessagesService;
  confirmations: ConfirmationService;
  alternatives: AlternativeService;
}

const { route } = endpointsFor<Needs>();
const tag = 'messages';
const permission = 'cases.work';
const response = caseMessages;
const alternativeParams = idParams.extend({ alternativeId: z.string().min(1).max(48) });

export const caseMessageRoutes = [
  route({
    method: 'get',
    path: '/cases/:id/messages',
    tag,
    summary: 'What was said to the customer, and what could be said next',
    permission: 'messages.read',
    params: idParams,
    response,
    run: ({ f, ctx, params }) => f.caseMessages.show(ctx, params.id),
  }),
  route({
    method: 'post',
    path: '/cases/:id/messages',
    tag,
    summary: 'Send a message from a template',
    permission,
    params: idParams,
    body: sendMessageBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.caseMessages.send(ctx, params.id, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/confirmation',
    tag,
    summary: 'Ask the customer for the second confirmation',
    permission,
    params: idParams,
    body: askConfirmationBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.confirmations.ask(ctx, params.id, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/confirmation/answer',
    tag,
    summary: 'What the customer answered on the phone',
    permission,
    params: idParams,
    body: answerConfirmationBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.confirmations.answerByAgent(ctx, params.id, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/alternatives',
    tag,
    summary: 'Offer an alternative to the unsubscribe',
    permission,
    params: idParams,
    body: offerAlternativeBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.alternatives.offer(ctx, params.id, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/alternatives/:alternativeId/decide',
    tag,
    summary: 'What the customer chose',
    permission,
    params: alternativeParams,
    body: decideAlternativeBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.alternatives.decide(ctx, params.id, params.alternativeId, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/survey',
    tag,
    summary: 'Whether it is settled, as the customer said on the phone',
    permission,
    params: idParams,
    body: answerSurveyBody,
    response,
    run: async ({ f, ctx, params, body }) => {
      await f.caseMessages.answerSurvey(ctx, params.id, body);
      return f.caseMessages.show(ctx, params.id);
    },
  }),
];
