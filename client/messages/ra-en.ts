import english from 'ra-language-english';

type Texts<T> = {
  [K in keyof T as string extends K ? never : K]: T[K] extends string ? string : Texts<T[K]>;
};

/** react-admin's English texts; our Chinese ones are typed by them, every key required. */
export const raEn = english.ra as Texts<typeof english.ra>;
