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

const { route, record } = endpointsFor<Needs>();
const tag = 'messages';
const permission = 'cases.work';
const response = caseMessages;
const alternativeParams = idParams.extend({ alternativeId: z.string().min(1).max(48) });
const messages = record({
  tag,
  response: response,
  show: (f, ctx, id) => f.caseMessages.show(ctx, id),
});

export const caseMessageRoutes = [
  messages.get('/cases/:id/messages', {
    permission: 'messages.read',
    summary: 'What was said to the customer, and what could be said next',
  }),
  messages.post('/cases/:id/messages', {
    permission,
    summary: 'Send a message from a template',
    body: sendMessageBody,
    run: (f, ...act) => f.caseMessages.send(...act),
  }),
  messages.post('/cases/:id/confirmation', {
    permission,
    summary: 'Ask the customer for the second confirmation',
    body: askConfirmationBody,
    run: (f, ...act) => f.confirmations.ask(...act),
  }),
  messages.post('/cases/:id/confirmation/answer', {
    permission,
    summary: 'What the customer answered on the phone',
    body: answerConfirmationBody,
    run: (f, ...act) => f.confirmations.answerByAgent(...act),
  }),
  messages.post('/cases/:id/alternatives', {
    permission,
    summary: 'Offer an alternative to the unsubscribe',
    body: offerAlternativeBody,
    run: (f, ...act) => f.alternatives.offer(...act),
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
  messages.post('/cases/:id/survey', {
    permission,
    summary: 'Whether it is settled, as the customer said on the phone',
    body: answerSurveyBody,
    run: (f, ...act) => f.caseMessages.answerSurvey(...act),
  }),
];
