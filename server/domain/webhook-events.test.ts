import { describe, expect, it } from 'vitest';
import { toldOf, webhookUrlFault } from './webhook-events.ts';

const HOSTS = ['hooks.example.com', 'hooks.example.com:8443', '127.0.0.1:9000'];

describe('where a webhook may go', () => {
  it.each([
    ['https://hooks.example.com/redress', null],
    ['https://HOOKS.example.com', null],
    ['https://hooks.example.com:8443/a?b=c', null],
    ['http://127.0.0.1:9000/in', null],
    ['http://hooks.example.com/', 'errors.webhooks.https'],
    ['https://hooks.example.com:9443/', 'errors.webhooks.host'],
    ['https://hooks.example.com.evil.test/', 'errors.webhooks.host'],
    ['https://169.254.169.254/latest', 'errors.webhooks.host'],
    ['https://hooks.example.com@evil.test/', 'errors.webhooks.url'],
    ['https://user:pass@hooks.example.com/', 'errors.webhooks.url'],
    ['https://hooks.example.com\\@evil.test/', 'errors.webhooks.url'],
    ['https://[::1]/', 'errors.webhooks.url'],
    ['ftp://hooks.example.com/', 'errors.webhooks.url'],
    ['javascript:alert(1)', 'errors.webhooks.url'],
    ['https://hooks.example.com/#x', 'errors.webhooks.url'],
    ['', 'errors.webhooks.url'],
  ])('%s → %s', (url, fault) => {
    expect(webhookUrlFault(url, HOSTS)).toBe(fault);
  });

  it('is nowhere when no host is configured', () => {
    expect(webhookUrlFault('https://hooks.example.com/', [])).toBe('errors.webhooks.host');
  });
});

describe('what a webhook tells', () => {
  it('is states and codes, and nothing that somebody wrote or that names a person', () => {
    expect(
      toldOf({
        from: 'open',
        to: 'queued',
        failureCode: 'SYN-05',
        note: 'called 13900001234',
        state: '13900001234 called',
        assigneeId: 'x',
        kind: 3,
      }),
    ).toEqual({ from: 'open', to: 'queued', failureCode: 'SYN-05' });
  });
});
