import { describe, expect, it } from 'vitest';
import type { Features } from '#server/compose.ts';
import { startApp } from './support/app.ts';

/** Every part by name: parts are made when they are read, and stand on the graph's prototype. */
function everyPart(features: Features): unknown[] {
  const names = Object.keys(
    Object.getOwnPropertyDescriptors(Object.getPrototypeOf(features) as object),
  ) as (keyof Features)[];
  return names.map((name) => features[name]);
}

describe('the object graph', () => {
  it('can make every part, over the database and over a transaction', async () => {
    const app = await startApp({ defaults: false });
    try {
      const outside = everyPart(app.features);
      const inside = await app.features.inTransaction((f) => Promise.resolve(everyPart(f)));
      expect(outside.length).toBeGreaterThan(150);
      expect(inside).toHaveLength(outside.length);
      expect([...outside, ...inside]).not.toContain(undefined);
    } finally {
      await app.close();
    }
  });

  it('joins the transaction that is open', async () => {
    const app = await startApp({ defaults: false });
    try {
      await app.features.inTransaction((f) =>
        f.inTransaction((joined) => {
          expect(joined).toBe(f);
          return Promise.resolve();
        }),
      );
    } finally {
      await app.close();
    }
  });
});
