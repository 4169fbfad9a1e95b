import { describe, expect, it } from 'vitest';
import { mentionAt, mentionsIn, withMention } from './mentions.ts';

const people = [
  { id: '1', label: '林知夏' },
  { id: '2', label: '林知' },
  { id: '3', label: 'Zhou Yining' },
];

describe('mentions in a note', () => {
  it('are asked for by an @ that begins a word, up to the caret', () => {
    expect(mentionAt('请@林', 3)).toEqual({ from: 1, to: 3, typed: '林' });
    expect(mentionAt('@', 1)).toEqual({ from: 0, to: 1, typed: '' });
    expect(mentionAt('@林知夏 请看', 7)).toBeNull();
    expect(mentionAt('mail a@b', 8)).toBeNull();
  });

  it('take the place of what was typed and leave the rest of the text alone', () => {
    const asked = mentionAt('请@林看', 3);
    if (asked === null) throw new Error('nothing asked');
    expect(withMention('请@林看', asked, '林知夏')).toEqual({ text: '请@林知夏 看', caret: 6 });
  });

  it('are those whose names still stand in the text, the longest name first', () => {
    expect(mentionsIn('@林知夏 请看', people)).toEqual(['1']);
    expect(mentionsIn('@林知 和 @Zhou Yining', people).sort()).toEqual(['2', '3']);
    expect(mentionsIn('林知夏 请看', people)).toEqual([]);
  });
});
