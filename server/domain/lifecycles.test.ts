import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import { importLifecycle, importStates, isImportRunning, isOfOutages } from './import-lifecycle.ts';
import {
  assertTransition,
  batchLifecycle,
  batchLiveStates,
  batchStates,
  longJobLifecycle,
  longJobStates,
  caseEndStates,
  caseInFlightStates,
  caseLifecycle,
  caseStates,
  groupLifecycle,
  groupStates,
  isCaseEnded,
  itemLifecycle,
  itemStates,
  noticeLifecycle,
  noticeStates,
  outageLifecycle,
  outageStates,
  planLifecycle,
  planStates,
  taskLifecycle,
  taskStates,
  versionLifecycle,
  versionStates,
} from './lifecycles.ts';
import type { Lifecycle } from './lifecycles.ts';
import { deliveryLifecycle, deliveryStates } from './webhook-events.ts';
import { isSimulating, simulationLifecycle, simulationStates } from './simulation-lifecycle.ts';

/** Each with its first state, and its ends. */
const lifecycles: [string, readonly string[], Lifecycle<string>, string, readonly string[]][] = [
  [
    'a case',
    caseStates,
    caseLifecycle,
    'open',
    ['verified', 'failed_final', 'withdrawn', 'duplicate'],
  ],
  ['an outage', outageStates, outageLifecycle, 'open', ['cancelled']],
  [
    'a batch',
    batchStates,
    batchLifecycle,
    'draft',
    ['rejected', 'expired', 'cancelled', 'reversed'],
  ],
  ['an item', itemStates, itemLifecycle, 'fixed', ['reversed']],
  ['a version', versionStates, versionLifecycle, 'draft', ['retired']],
  ['a plan', planStates, planLifecycle, 'frozen', ['run', 'rejected', 'expired']],
  ['a job', longJobStates, longJobLifecycle, 'running', ['done', 'cancelled']],
  ['a message', noticeStates, noticeLifecycle, 'queued', ['delivered', 'expired']],
  ['a task', taskStates, taskLifecycle, 'open', ['closed']],
  ['a cause group', groupStates, groupLifecycle, 'new', []],
  ['a file', importStates, importLifecycle, 'receiving', ['committed', 'cancelled']],
  ['a delivery', deliveryStates, deliveryLifecycle, 'waiting', []],
  [
    'a simulation',
    simulationStates,
    simulationLifecycle,
    'waiting',
    ['done', 'failed', 'cancelled'],
  ],
];

function reachedFrom(lifecycle: Lifecycle<string>, first: string): Set<string> {
  const reached = new Set([first]);
  for (const state of reached) for (const next of lifecycle[state] ?? []) reached.add(next);
  return reached;
}

describe.each(lifecycles)('the states of %s', (_name, states, lifecycle, first, ends) => {
  it('are all reached from the first, and none is unknown', () => {
    expect([...reachedFrom(lifecycle, first)].sort()).toEqual([...states].sort());
  });

  it('end where nothing follows', () => {
    const dead = states.filter((state) => (lifecycle[state] ?? []).length === 0);
    expect(dead.sort()).toEqual([...ends].sort());
  });
});

/** One way through each lifecycle, and moves that would undo what must stand. */
describe('a move', () => {
  const allowed: [Lifecycle<string>, string[]][] = [
    [caseLifecycle, ['open', 'queued', 'sent', 'unknown', 'confirmed', 'verified']],
    [caseLifecycle, ['open', 'waiting_customer', 'queued', 'held', 'open', 'failed_final']],
    [caseLifecycle, ['open', 'waiting_date', 'queued', 'waiting_date', 'open', 'duplicate']],
    [caseLifecycle, ['queued', 'open', 'held', 'queued', 'waiting_customer', 'open', 'withdrawn']],
    [caseLifecycle, ['sent', 'confirmed', 'queued', 'sent', 'queued']],
    [caseLifecycle, ['sent', 'open']],
    [caseLifecycle, ['unknown', 'queued', 'sent', 'unknown', 'confirmed']],
    [outageLifecycle, ['open', 'restored', 'open', 'restored', 'confirmed', 'closed']],
    [outageLifecycle, ['closed', 'restored', 'cancelled']],
    [outageLifecycle, ['confirmed', 'restored']],
    [outageLifecycle, ['open', 'cancelled']],
    [batchLifecycle, ['draft', 'calculating', 'calculated', 'submitted', 'approved', 'crediting']],
    [batchLifecycle, ['crediting', 'partly_credited', 'crediting', 'credited', 'reversed']],
    [batchLifecycle, ['partly_credited', 'credited']],
    [batchLifecycle, ['partly_credited', 'reversed']],
    [batchLifecycle, ['submitted', 'calculated', 'calculating', 'draft', 'cancelled']],
    [batchLifecycle, ['calculating', 'cancelled']],
    [batchLifecycle, ['calculated', 'cancelled']],
    [batchLifecycle, ['approved', 'cancelled']],
    [batchLifecycle, ['submitted', 'rejected']],
    [batchLifecycle, ['submitted', 'expired']],
    [itemLifecycle, ['fixed', 'sent', 'unknown', 'parked', 'fixed', 'sent', 'accepted']],
    [itemLifecycle, ['sent', 'parked']],
    [itemLifecycle, ['sent', 'fixed']],
    [itemLifecycle, ['unknown', 'fixed']],
    [itemLifecycle, ['unknown', 'accepted', 'reversed']],
    [versionLifecycle, ['draft', 'submitted', 'draft', 'submitted', 'published', 'retired']],
    [planLifecycle, ['frozen', 'awaiting_approval', 'ready', 'run']],
    [planLifecycle, ['frozen', 'ready', 'expired']],
    [planLifecycle, ['frozen', 'expired']],
    [planLifecycle, ['awaiting_approval', 'rejected']],
    [planLifecycle, ['awaiting_approval', 'expired']],
    [longJobLifecycle, ['running', 'paused', 'running', 'done']],
    [longJobLifecycle, ['running', 'cancelled']],
    [longJobLifecycle, ['paused', 'cancelled']],
    [noticeLifecycle, ['queued', 'held', 'queued', 'sent', 'unknown', 'sent', 'delivered']],
    [noticeLifecycle, ['queued', 'failed', 'queued', 'unknown', 'failed']],
    [noticeLifecycle, ['sent', 'failed']],
    [noticeLifecycle, ['unknown', 'delivered']],
    [noticeLifecycle, ['unknown', 'queued', 'expired']],
    [noticeLifecycle, ['held', 'expired']],
    [taskLifecycle, ['open', 'taken', 'open', 'answered', 'open', 'closed']],
    [taskLifecycle, ['taken', 'answered', 'closed']],
    [taskLifecycle, ['taken', 'closed']],
  ];
  it.each(allowed)('of %o goes through %o', (lifecycle, way) => {
    for (const [index, from] of way.slice(0, -1).entries()) {
      expect(() => {
        assertTransition(lifecycle, from, way[index + 1] ?? '');
      }).not.toThrow();
    }
  });

  const forbidden: [string, Lifecycle<string>, string, string][] = [
    ['credits what nobody approved', batchLifecycle, 'submitted', 'crediting'],
    ['cancels what is being credited', batchLifecycle, 'crediting', 'cancelled'],
    ['approves what was rejected', batchLifecycle, 'rejected', 'approved'],
    ['changes what was approved', batchLifecycle, 'approved', 'calculating'],
    ['sends a credit again that was accepted', itemLifecycle, 'accepted', 'sent'],
    ['changes what was published', versionLifecycle, 'published', 'draft'],
    ['publishes what was not handed in', versionLifecycle, 'draft', 'published'],
    ['opens a case that ended', caseLifecycle, 'verified', 'open'],
    ['verifies what nobody confirmed', caseLifecycle, 'sent', 'verified'],
    ['confirms an outage that is still on', outageLifecycle, 'open', 'confirmed'],
    ['runs a plan that waits for approval', planLifecycle, 'awaiting_approval', 'run'],
  ];
  it.each(forbidden)('never %s', (_what, lifecycle, from, to) => {
    expect(() => {
      assertTransition(lifecycle, from, to);
    }).toThrow(new DomainError('conflict', 'errors.transition', { args: { from, to } }));
  });
});

describe('groups of states', () => {
  it('of cases: those that ended, and those with a call under way', () => {
    expect(caseStates.filter(isCaseEnded).sort()).toEqual([...caseEndStates].sort());
    expect(isCaseEnded('held')).toBe(false);
    expect(isCaseEnded('withdrawn')).toBe(true);
    expect(caseInFlightStates.some(isCaseEnded)).toBe(false);
  });

  it('of batches: all but those that owe nothing any more', () => {
    const done = ['rejected', 'expired', 'cancelled', 'reversed'];
    expect(batchLiveStates).toEqual(batchStates.filter((state) => !done.includes(state)));
  });

  it('of files and simulations: those at which a job works', () => {
    expect(importStates.filter(isImportRunning)).toEqual(['checking', 'committing']);
    expect(simulationStates.filter(isSimulating)).toEqual(['waiting', 'running']);
  });
});

it('files of outages and what they led to are for those who log outages', () => {
  expect((['outages', 'outage_effects'] as const).every(isOfOutages)).toBe(true);
  expect((['unsubscribes', 'subscribers', 'volumes'] as const).some(isOfOutages)).toBe(false);
});
