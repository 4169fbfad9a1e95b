import type { MessagingPort } from '../../connectors/messaging/port.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { ReplyService } from './reply-service.ts';

export interface ReplyFeatures {
  replies: ReplyService;
}

/** Reads what customers answered since the last time; the cursor moves with what was taken. */
export function readReplies<F extends ReplyFeatures>(messaging: MessagingPort): JobHandler<F> {
  return async (job, tools) => {
    while (!tools.stopping()) {
      const cursor = await tools.fenced((f) => f.replies.cursor());
      const page = await messaging.replies(cursor);
      if (page.kind !== 'found') return undefined;
      const last = page.value.at(-1);
      if (last === undefined) return undefined;
      await tools.fenced(async (f) => {
        for (const reply of page.value) await f.replies.receive(job.id, reply);
        await f.replies.moveCursor(last.replyId);
      });
      await tools.extendLease();
    }
    return undefined;
  };
}
