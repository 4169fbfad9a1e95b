import { DomainError } from '#domain/errors.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open.ts';
import { createReplayReads } from '../features/compensation/replay-reads.ts';

const USAGE = `npm run replay -- [batch number ...]

Works every class of the batches named (of all batches, when none is) out again from what they
pinned, and compares the bytes with those that are stored. Only reads; the server may be running.
Ends with 0 when all are the same, 1 when one differs or is not known.
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const numbers = process.argv.slice(2);
if (numbers.some((one) => one.startsWith('-'))) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const db = openDatabase(readConfig(process.env).databaseUrl);
try {
  const reads = createReplayReads(db);
  const batches = await db('batches')
    .modify((q) => (numbers.length === 0 ? q : q.whereIn('number', numbers)))
    .orderBy('id')
    .select<{ id: string; number: string }[]>('id', 'number');
  const known = new Set(batches.map(({ number }) => number));
  const missing = numbers.filter((number) => !known.has(number));
  for (const number of missing) say(`${number}: no such batch`);
  let failed = missing.length > 0;
  for (const { id, number } of batches) {
    if (!(await replayed(reads, id, number))) failed = true;
  }
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  say(`${error.key} ${JSON.stringify(error.args ?? {})}`);
  process.exitCode = 1;
} finally {
  await db.destroy();
}

/** Whether all classes of a batch came out the same. */
async function replayed(
  reads: ReturnType<typeof createReplayReads>,
  id: string,
  number: string,
): Promise<boolean> {
  let classes = 0;
  let same = 0;
  for (let after: number | null = 0; after !== null;) {
    const page = await reads.ofBatch(id, after);
    classes += page.classes;
    same += page.same;
    for (const { classNo, classKey, part } of page.differing)
      say(`${number} class ${classNo} (${classKey}): ${part} differ`);
    after = page.next;
  }
  say(`${number}: ${same} of ${classes} classes the same`);
  return same === classes;
}
