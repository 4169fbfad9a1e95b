import type { MessageArgs } from '#domain/errors.ts';

/** Why a file as a whole cannot be used, for a terminal; the console has its own words. */
const TEXTS: Readonly<Record<string, string>> = {
  'errors.imports.empty': 'The file is empty.',
  'errors.imports.tooLarge': 'The file is larger than {maxMb} MB.',
  'errors.imports.encoding':
    'Near byte {byte} it is not {encoding} text: it may be damaged or of another kind.',
  'errors.imports.spreadsheet': 'This is a workbook. Save the sheet as CSV first.',
  'errors.imports.notJson': 'This is not JSON: TM Forum 641 orders are expected.',
  'errors.imports.jsonKind': 'This is JSON; for {kind} a CSV is expected.',
  'errors.imports.badJson': 'The JSON breaks in line {line}, column {column}.',
  'errors.imports.brokenRecord': 'Row {row} does not end: a quote is left open.',
  'errors.imports.missingColumns':
    'No column was found for: {columns}. The file waits in the console under Imports: choose them there; the choice is kept.',
  'errors.imports.repeatedColumns': 'These headers stand twice: {columns}.',
  'errors.imports.headers': 'The header line is too long.',
  'errors.imports.otherDay':
    'Row {row} is of {found}, the snapshot of {expected}: one file describes one day.',
  'errors.imports.asOfMissing': 'Say which day the snapshot describes: --as-of YYYY-MM-DD.',
  'errors.imports.asOfDiffers': 'The file says {found}.',
  'errors.imports.interrupted': 'The run broke off.',
  'errors.field.format': 'not in the right form',
};

export function importFaultText(key: string, args: MessageArgs): string {
  const text = TEXTS[key] ?? key;
  return text.replace(/\{(\w+)\}/gu, (_, name: string) => String(args[name] ?? ''));
}
