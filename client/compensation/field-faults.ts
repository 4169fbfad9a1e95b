/** Every message of nested field errors, each once, in their order. */
export function fieldFaults(errors: unknown): string[] {
  if (typeof errors === 'string') return [errors];
  if (typeof errors !== 'object' || errors === null) return [];
  return [...new Set(Object.values(errors).flatMap(fieldFaults))];
}
