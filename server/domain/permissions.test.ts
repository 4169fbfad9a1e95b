import { describe, expect, it } from 'vitest';
import {
  auditScopeOf,
  needsCountersign,
  permissions,
  permissionsOf,
  reachesOwnTasksOnly,
  roleMay,
  roles,
} from './permissions.ts';
import type { Permission, Role } from './permissions.ts';
import { queuesOf, taskQueues, visibleQueuesOf } from './task-queues.ts';
import { keyScopes, scopeOf } from './key-scopes.ts';

const holders = (permission: Permission): Role[] =>
  roles.filter((role) => roleMay(role, permission));

describe('the rights of the house', () => {
  /** Acts about money and people, with everybody who may do them. */
  const acts: [Permission, Role[]][] = [
    ['cases.work', ['supervisor', 'network_ops']],
    ['cases.resync', ['supervisor', 'network_ops']],
    ['plans.make', ['supervisor', 'network_ops']],
    ['plans.approve', ['supervisor', 'manager']],
    ['imports.run', ['supervisor', 'network_ops']],
    ['numbers.reveal', ['supervisor', 'network_ops']],
    ['outages.log', ['network_ops']],
    ['outages.confirm', ['network_ops', 'manager']],
    ['outages.agree', ['manager']],
    ['weights.edit', ['network_ops']],
    ['weights.publish', ['manager']],
    ['calendars.edit', ['network_ops']],
    ['policies.edit', ['manager']],
    ['policies.publish', ['manager']],
    ['policies.simulate', ['supervisor', 'network_ops', 'manager']],
    ['catalogue.edit', ['supervisor']],
    ['catalogue.publish', ['supervisor', 'manager']],
    ['batches.make', ['supervisor']],
    ['batches.approve', ['supervisor', 'manager']],
    ['batches.pause', ['supervisor', 'manager']],
    ['recoveries.work', ['supervisor', 'manager']],
    ['limits.edit', ['manager']],
    ['limits.publish', ['manager']],
    ['charts.annotate', ['supervisor', 'network_ops', 'manager']],
    ['staff.read', ['manager', 'administrator']],
    ['staff.manage', ['administrator']],
    ['staff.countersign', ['manager']],
    ['keys.manage', ['administrator']],
    ['webhooks.manage', ['administrator']],
    ['systems.manage', ['administrator']],
    ['cases.manage', ['supervisor']],
    ['audit.read', ['supervisor', 'network_ops', 'manager', 'administrator', 'auditor']],
  ];
  it.each(acts)('%s belongs to %o and nobody else', (permission, expected) => {
    expect(holders(permission)).toEqual(expected);
  });

  it('leave no act to nobody', () => {
    expect(permissions.filter((permission) => holders(permission).length === 0)).toEqual([]);
  });

  it('let an auditor read everything that is about customers, and change nothing', () => {
    const held = permissionsOf('auditor');
    expect(held.filter((one) => !one.endsWith('.read'))).toEqual(['exports.make']);
    for (const what of ['cases', 'outages', 'policies', 'batches', 'reports', 'plans'] as const) {
      expect(held).toContain(`${what}.read`);
    }
  });

  it('keep an administrator away from customers and money', () => {
    const areas = permissionsOf('administrator').map((one) => one.split('.')[0]);
    expect(new Set(areas)).toEqual(new Set(['systems', 'staff', 'keys', 'webhooks', 'audit']));
  });

  it('let nobody reach past what network operations took a task about', () => {
    expect(permissions.filter((one) => reachesOwnTasksOnly('network_ops', one))).toEqual([
      'cases.work',
      'numbers.reveal',
    ]);
    expect(permissions.some((one) => reachesOwnTasksOnly('supervisor', one))).toBe(false);
  });

  it('ask for a countersign where a role decides about money', () => {
    expect(roles.filter(needsCountersign)).toEqual(['supervisor', 'manager']);
  });

  it('show managers and auditors the whole trail, administrators staff and settings, others their own acts', () => {
    expect(roles.map(auditScopeOf)).toEqual(['own', 'own', 'all', 'staff_and_settings', 'all']);
  });
});

describe('team queues', () => {
  it('are worked by supervisors and the system, and the network one by its own people', () => {
    expect(queuesOf('network_ops')).toEqual(['network']);
    expect(queuesOf('supervisor')).toEqual(taskQueues);
    expect(queuesOf('system')).toEqual(taskQueues);
    expect(queuesOf('manager')).toEqual([]);
    expect(queuesOf('auditor')).toEqual([]);
  });

  it('are seen by everybody who reads tasks, but network operations see their own', () => {
    expect(visibleQueuesOf('network_ops')).toEqual(['network']);
    expect(visibleQueuesOf('manager')).toEqual(taskQueues);
  });
});

it('a key opens the routes of its scope, and a right of people is no scope', () => {
  for (const scope of keyScopes) expect(scopeOf(`key:${scope}`)).toBe(scope);
  expect(scopeOf('cases.read')).toBeNull();
  expect(scopeOf('ingest.failures')).toBeNull();
});
