/** What the test files of the domain get in place of vitest's `describe` and `it`: a plain list of tests, so that
 * one process can load and run them again for thousands of mutants. `expect` stays vitest's own. */

export interface Test {
  name: string;
  run: () => unknown;
}

type Body = () => unknown;
type Registrar = (name: string, ...rest: unknown[]) => void;
type WithRows = Registrar & { each: (rows: readonly unknown[]) => Registrar };

export interface Suite {
  /** Called once the file is loaded: bodies of `describe` wait for its end. */
  collect: () => Test[];
  describe: WithRows;
  it: WithRows;
}

function bodyOf(rest: readonly unknown[]): Body {
  const body = rest.find((part) => typeof part === 'function');
  if (body === undefined) throw new Error('a test without a body');
  return body as Body;
}

/** Adds `.each`: once for every row, with the row's values as arguments. */
const withRows = (register: (name: string, body: () => unknown) => void): WithRows =>
  Object.assign<Registrar, Pick<WithRows, 'each'>>(
    (name, ...rest) => {
      register(name, bodyOf(rest));
    },
    {
      each:
        (rows) =>
        (name, ...rest) => {
          const body: (...args: unknown[]) => unknown = bodyOf(rest);
          for (const row of rows) {
            register(name, () => (Array.isArray(row) ? body(...(row as unknown[])) : body(row)));
          }
        },
    },
  );

export function createSuite(): Suite {
  const tests: Test[] = [];
  const waiting: (() => void)[] = [];
  const timesUsed = new Map<string, number>();
  let path: readonly string[] = [];

  const unique = (name: string): string => {
    const used = (timesUsed.get(name) ?? 0) + 1;
    timesUsed.set(name, used);
    return used === 1 ? name : `${name} #${used}`;
  };

  const describe = withRows((name, body) => {
    const inside = [unique([...path, name].join(' '))];
    waiting.push(() => {
      path = inside;
      body();
    });
  });
  const it = withRows((name, run) => {
    tests.push({ name: unique([...path, name].join(' ')), run });
  });

  const collect = (): Test[] => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
    return tests;
  };
  return { collect, describe, it };
}
