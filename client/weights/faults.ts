import type { HttpError } from 'ra-core';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const marker = '@@react-admin@@';

function wordsOf(fault: unknown, t: Translate): string | null {
  if (typeof fault !== 'string') return null;
  if (!fault.startsWith(marker)) return fault;
  const { message, args } = JSON.parse(fault.slice(marker.length)) as {
    message: string;
    args: Record<string, unknown>;
  };
  return t(message, args);
}

/** The field errors of a refusal in words, by dotted path, for fields outside react-admin's forms. */
export function faultTexts(error: HttpError | null, t: Translate): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown, path: string) => {
    const words = wordsOf(value, t);
    if (words !== null) found[path] = words;
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, path === '' ? key : `${path}.${key}`);
      }
    }
  };
  walk((error?.body as { errors?: unknown } | undefined)?.errors ?? {}, '');
  return found;
}
