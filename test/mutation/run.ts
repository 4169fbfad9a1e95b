import { Stryker } from '@stryker-mutator/core';

/** Breaks the files named on the command line, or the whole of the domain; the table at the end scores each file. */
const files = process.argv.slice(2);

await new Stryker({
  configFile: '.stryker.config.json',
  ...(files.length === 0 ? {} : { mutate: files }),
}).runMutationTest();
