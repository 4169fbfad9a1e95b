/**
 * First Chinese character of each pinyin initial, in collation order; a character's initial is
 * that of the last of these that does not sort after it. Needs no dictionary, only Intl.
 */
const firsts = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀';
const initials = 'abcdefghjklmnopqrstwxyz';

const collator = new Intl.Collator('zh-CN-u-co-pinyin');

function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  let found = '';
  [...firsts].forEach((first, index) => {
    if (collator.compare(character, first) >= 0) found = initials[index] ?? '';
  });
  return found;
}

/** 工单队列 → gddl. */
export const pinyinInitials = (text: string): string => [...text].map(initialOf).join('');

/** Whether a page's name answers what was typed: by its letters, in order, or its initials. */
export function nameMatches(name: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return true;
  return name.toLowerCase().includes(wanted) || pinyinInitials(name).startsWith(wanted);
}
