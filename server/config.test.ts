import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs nothing: SQLite in the data folder, the demo, loopback only', () => {
    expect(readConfig({ PATH: '/usr/bin' })).toMatchObject({
      databaseUrl: 'sqlite:data/redress.sqlite',
      host: '127.0.0.1',
      demo: true,
      zone: 'Asia/Shanghai',
    });
  });

  it('lists every fault at once', () => {
    const faults = faultsOf({
      DATABASE_URL: 'postgres://somewhere',
      REDRESS_PORT: 'eighty',
      REDRESS_ZONE: 'Mars/Olympus',
    });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toMatch(/DATABASE_URL[^]*REDRESS_PORT[^]*REDRESS_ZONE/);
  });

  it('refuses a misspelt setting, and lets other variables alone', () => {
    expect(faultsOf({ REDRESS_PROT: '80', HOME: '/home' })).toEqual([
      'REDRESS_PROT is not a setting',
    ]);
  });

  it('reads an empty variable as one that is not set', () => {
    expect(readConfig({ REDRESS_PORT: '' }).port).toBe(3000);
  });
});
