import { describe, expect, it } from 'vitest';
import { exportWords } from '#server/features/exports/export-words.ts';
import { features } from '../features.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

function flatten(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') found.set(here, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, text] of flatten(value, here)) found.set(inner, text);
    }
  }
  return found;
}

const english = flatten(en);
const chinese = flatten(zh);
const names = (text: string) => [...new Set(text.match(/%\{\w+\}/g) ?? [])].sort();

describe('the two catalogues', () => {
  it('hold the same keys, several hundred of them', () => {
    expect(english.size).toBeGreaterThan(400);
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('take the same arguments in both languages', () => {
    const own = [...english].filter(([key]) => !key.startsWith('ra.'));
    const uneven = own
      .filter(([key, text]) => names(text).join() !== names(chinese.get(key) ?? '').join())
      .map(([key]) => key);
    expect(uneven).toEqual([]);
  });

  it('shout nowhere', () => {
    const loud = [...english, ...chinese].filter(([, text]) => /[!！]/.test(text));
    expect(loud).toEqual([]);
  });

  it('name every page of the rail', () => {
    const labels = features.flatMap((feature) => feature.nav).map((item) => item.labelKey);
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.filter((key) => !english.has(key))).toEqual([]);
  });

  it('name every resource', () => {
    const resources = features.flatMap((feature) => feature.resources ?? []);
    const nameless = resources.filter(({ name }) => !english.has(`resources.${name}.name`));
    expect(nameless.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['en', en],
    ['zh', zh],
  ] as const)('head and word the files of %s as the queue does', (language, catalogue) => {
    const { fields } = catalogue.resources.cases;
    const { heads, state, stage, channel, resolution, actual, item, why } = exportWords[language];
    const { unsubscribes, bulk } = catalogue;
    expect({ state, stage, channel, resolution, actual }).toEqual({
      ...{ state: unsubscribes.state, stage: unsubscribes.stage, channel: unsubscribes.channel },
      ...{ resolution: unsubscribes.resolution, actual: unsubscribes.actual },
    });
    expect({ item, why }).toEqual({
      item: bulk.item,
      why: { ...bulk.exclusion, ...bulk.result },
    });
    expect(heads).toMatchObject({
      ...{ ticketNo: fields.ticketNo, requestedAt: fields.requestedAt, dueAt: fields.dueAt },
      ...{ endedAt: fields.endedAt, resolution: fields.resolution, source: fields.sourceSystem },
    });
  });
});
