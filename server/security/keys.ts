import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface Keys {
  /** Current key first; older ones only open what they sealed. */
  dataKeys: readonly { name: string; key: Buffer }[];
  lookupKey: Buffer;
}

const fileSchema = z.strictObject({ dataKeys: z.string(), lookupKey: z.string() });

/**
 * Keys from the configuration; on a single machine without any, from a file in the data folder that the
 * first start creates. Several nodes on one database must be given the same keys.
 */
export function loadKeys(config: {
  dataKeys: string | undefined;
  lookupKey: string | undefined;
  dataDir: string;
}): Keys {
  if (config.dataKeys !== undefined && config.lookupKey !== undefined)
    return parseKeys(config.dataKeys, config.lookupKey);
  const path = join(config.dataDir, 'keys.json');
  if (!existsSync(path)) createKeyFile(config.dataDir, path);
  const file = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return parseKeys(config.dataKeys ?? file.dataKeys, config.lookupKey ?? file.lookupKey);
}

export function parseKeys(dataKeys: string, lookupKey: string): Keys {
  return {
    dataKeys: dataKeys.split(',').map((entry) => {
      const [name = '', base64 = ''] = entry.split(':');
      return { name, key: Buffer.from(base64, 'base64') };
    }),
    lookupKey: Buffer.from(lookupKey, 'base64'),
  };
}

function createKeyFile(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true });
  const content = {
    dataKeys: `k1:${randomBytes(32).toString('base64')}`,
    lookupKey: randomBytes(32).toString('base64'),
  };
  writeFileSync(path, JSON.stringify(content, null, 2), { flag: 'wx' });
  chmodSync(path, 0o600);
}
