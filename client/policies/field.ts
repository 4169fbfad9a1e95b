/** A place in the rules: its value, where it is, and how it changes. Forms are built of these. */
export interface Field<T> {
  value: T;
  /** Dotted path in the rules, as faults name it. */
  path: string;
  onChange(value: T): void;
}

const below = (path: string, key: string | number): string =>
  path === '' ? String(key) : `${path}.${key}`;

/** One property of what a field holds. */
export const at = <T extends object, K extends keyof T & string>(
  field: Field<T>,
  key: K,
): Field<T[K]> => ({
  value: field.value[key],
  path: below(field.path, key),
  onChange: (value) => field.onChange({ ...field.value, [key]: value }),
});

/** A property that a policy need not have; undefined takes it away. */
export const maybe = <T extends object, K extends keyof T & string>(
  field: Field<T>,
  key: K,
): Field<T[K] | undefined> => ({
  value: field.value[key],
  path: below(field.path, key),
  onChange: (value) => {
    const { [key]: _gone, ...rest } = field.value;
    field.onChange((value === undefined ? rest : { ...rest, [key]: value }) as T);
  },
});

/** The same place, known to hold one of the kinds that it may hold. */
export const held = <T, V extends T>(field: Field<T>, value: V): Field<V> => ({
  path: field.path,
  value,
  onChange: (next) => field.onChange(next),
});

/** One entry of a list. */
export const entry = <T>(field: Field<readonly T[]>, index: number): Field<T> => ({
  value: field.value[index] as T,
  path: below(field.path, index),
  onChange: (value) => field.onChange(field.value.map((one, i) => (i === index ? value : one))),
});

export const removed = <T>(list: readonly T[], index: number): T[] =>
  list.filter((_one, i) => i !== index);

export const inserted = <T>(list: readonly T[], index: number, one: T): T[] => [
  ...list.slice(0, index),
  one,
  ...list.slice(index),
];

/** The same list with one more or one less, in the order of the vocabulary. */
export const toggled = <T>(every: readonly T[], chosen: readonly T[], one: T): T[] =>
  every.filter((each) => (each === one ? !chosen.includes(one) : chosen.includes(each)));
