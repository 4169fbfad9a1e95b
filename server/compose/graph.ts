/** How each part is made out of others; what it names of them is made first. */
type Recipes<Given, Made> = { readonly [Name in keyof Made]: (graph: Given) => Made[Name] };

/** What a set of recipes makes. */
export type Parts<Book> = {
  readonly [Name in keyof Book]: Book[Name] extends (graph: never) => infer Part ? Part : never;
};

/** Recipes for parts that need no more than `Given`. */
export const recipes =
  <Given>() =>
  <Made>(book: Recipes<Given, Made>): Recipes<Given, Made> =>
    book;

/** Parts of a part, each under its own name: a feature is made as a whole. */
export const opened =
  <Given>() =>
  <Whole extends keyof Given, Name extends keyof Given[Whole]>(
    whole: Whole,
    names: readonly Name[],
  ): { readonly [One in Name]: (graph: Given) => Given[Whole][One] } =>
    Object.fromEntries(
      names.map((name) => [name, (graph: Given) => graph[whole][name]]),
    ) as unknown as { readonly [One in Name]: (graph: Given) => Given[Whole][One] };

/**
 * Makes graphs after one book of recipes. A part is made when it is first asked for, and then kept: a transaction
 * that touches one feature pays for that one. A recipe may name parts whose own recipes come later in the book; two
 * that need each other while they are made would never end, so one of them takes a function instead.
 */
export function graphMaker<Root extends object, Book extends object>(
  book: Book & Recipes<Root & Parts<Book>, Parts<Book>>,
): (root: Root) => Root & Parts<Book> {
  const makers = Object.entries(book) as [string, (graph: object) => unknown][];
  const prototype = Object.defineProperties(
    {},
    Object.fromEntries(
      makers.map(([name, make]) => [
        name,
        {
          get(this: object) {
            const value = make(this);
            Object.defineProperty(this, name, { value, enumerable: true });
            return value;
          },
        },
      ]),
    ),
  );
  return (root) => Object.assign(Object.create(prototype) as object, root) as Root & Parts<Book>;
}
