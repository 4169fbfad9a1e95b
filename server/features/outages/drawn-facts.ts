import type { z } from 'zod';
import type { drawnOutage } from '#contract/simulations.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import { factsOfDraft } from './outage-draft.ts';

/** The facts of an outage that is only imagined: what nobody said is as harmless as it can be. */
export const factsOfDrawn = (drawn: z.output<typeof drawnOutage>, homeZone: string): OutageFacts =>
  factsOfDraft(
    {
      ...drawn,
      title: drawn.title ?? '',
      zone: drawn.zone ?? homeZone,
      cause: drawn.cause ?? 'unknown',
      responsibility: drawn.responsibility ?? 'own',
    },
    null,
  );
