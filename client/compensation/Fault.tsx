import { ValidationError } from 'ra-core';
import type { HttpError } from 'ra-core';
import { fieldFaults } from './field-faults.ts';

/** What the server refused: the faults of its fields where it names any, else its sentence. */
export function Fault({ error, id }: { error: HttpError; id?: string }) {
  const faults = fieldFaults((error.body as { errors?: unknown } | undefined)?.errors);
  return (
    <p id={id} className="r-help r-help--bad" role="alert">
      {faults.length === 0
        ? error.message
        : faults.map((fault) => (
            <span key={fault}>
              <ValidationError error={fault} />{' '}
            </span>
          ))}
    </p>
  );
}
