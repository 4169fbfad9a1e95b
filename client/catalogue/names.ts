interface Named {
  nameZh: string;
  nameEn: string;
}
interface Remedied {
  remedyZh: string;
  remedyEn: string;
}

const wide: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
};

/** Chinese takes full-width punctuation; the catalogue was typed with half-width marks. */
export const fullWidth = (text: string): string =>
  text.replace(/[,;:()]/g, (mark) => wide[mark] ?? mark);

/** What a failure code is called. */
export const codeName = (code: Named, locale: string): string =>
  locale === 'zh' ? fullWidth(code.nameZh) : code.nameEn;

/** What helps, without a full stop, so that it can stand in a sentence. */
export const remedyOf = (code: Remedied, locale: string): string =>
  (locale === 'zh' ? fullWidth(code.remedyZh) : code.remedyEn).replace(/[。.]$/, '');
