import { messageEventAnswer, messageEventBody } from '#contract/messages.ts';
import { endpointsFor } from '../../http/endpoint.ts';

interface Needs {
  heardOf(key: string): Promise<boolean>;
  readRepliesDue(): Promise<void>;
}

const { route } = endpointsFor<Needs>();

/** TM Forum 681: where the messaging gateway tells of its messages, so that nobody has to wait for the next look. */
export const messageEventRoutes = [
  route({
    method: 'post',
    path: '/tmf-api/communicationManagement/v4/listener/communicationMessageStateChangeEvent',
    tag: 'callbacks',
    summary: 'TM Forum 681: the state of a message changed, or a customer answered',
    permission: 'key:callbacks.messages',
    signed: true,
    body: messageEventBody,
    response: messageEventAnswer,
    status: 201,
    run: async ({ f, body }) => {
      const { eventId } = body;
      const key = body.event.communicationMessage.externalId ?? null;
      if (key !== null) {
        const asked = await f.heardOf(key);
        return { eventId, outcome: asked ? ('asked' as const) : ('ignored' as const) };
      }
      await f.readRepliesDue();
      return { eventId, outcome: 'replies' as const };
    },
  }),
];
