/** Field faults of a refusal, flat: `columns.msisdn` → the text react-admin translates. */
export function fieldFaultsOf(error: unknown): Record<string, string> {
  const faults: Record<string, string> = {};
  const body = (error as { body?: { errors?: unknown } } | null)?.body;
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') faults[path] = value;
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(body?.errors, '');
  return faults;
}
