import { raZh } from './ra-zh.ts';
import type { en } from './en.ts';
import * as account from './account.ts';
import * as audit from './audit.ts';
import * as catalogue from './catalogue.ts';
import * as common from './common.ts';
import * as compensation from './compensation.ts';
import * as errors from './errors.ts';
import * as evidence from './evidence.ts';
import * as imports from './imports.ts';
import * as outages from './outages.ts';
import * as policies from './policies.ts';
import * as recoveries from './recoveries.ts';
import * as reports from './reports.ts';
import * as shell from './shell.ts';
import * as simulation from './simulation.ts';
import * as staff from './staff.ts';
import * as unsubscribes from './unsubscribes.ts';
import * as bulk from './bulk.ts';
import * as causes from './causes.ts';
import * as clocks from './clocks.ts';
import * as identity from './identity.ts';
import * as inbox from './inbox.ts';
import * as integration from './integration.ts';
import * as limits from './limits.ts';
import * as lineNotes from './line-notes.ts';
import * as restatement from './restatement.ts';
import * as lines from './lines.ts';
import * as noticeRounds from './notice-rounds.ts';
import * as notices from './notices.ts';
import * as systems from './systems.ts';
import * as views from './views.ts';
import * as weights from './weights.ts';

export const zh: typeof en = {
  ra: raZh,
  shell: shell.zh,
  common: common.zh,
  account: account.zh.text,
  audit: audit.zh.text,
  catalogue: catalogue.zh.text,
  compensation: compensation.zh.text,
  imports: imports.zh.text,
  outages: outages.zh.text,
  policies: policies.zh.text,
  recoveries: recoveries.zh.text,
  reports: reports.zh.text,
  simulation: simulation.zh.text,
  staff: staff.zh.text,
  unsubscribes: unsubscribes.zh.text,
  bulk: bulk.zh.text,
  causes: causes.zh.text,
  clocks: clocks.zh.text,
  identity: identity.zh.text,
  inbox: inbox.zh.text,
  integration: integration.zh.text,
  limits: limits.zh.text,
  lineNotes: lineNotes.zh.text,
  restatement: restatement.zh.text,
  lines: lines.zh.text,
  noticeRounds: noticeRounds.zh.text,
  notices: notices.zh.text,
  systems: systems.zh.text,
  views: views.zh.text,
  weights: weights.zh.text,
  resources: {
    ...audit.zh.resources,
    ...catalogue.zh.resources,
    ...compensation.zh.resources,
    ...imports.zh.resources,
    ...outages.zh.resources,
    ...policies.zh.resources,
    ...recoveries.zh.resources,
    ...reports.zh.resources,
    ...staff.zh.resources,
    ...unsubscribes.zh.resources,
    ...bulk.zh.resources,
    ...causes.zh.resources,
    ...clocks.zh.resources,
    ...inbox.zh.resources,
    ...integration.zh.resources,
    ...limits.zh.resources,
    ...lines.zh.resources,
    ...notices.zh.resources,
    ...systems.zh.resources,
    ...views.zh.resources,
    ...weights.zh.resources,
  },
  errors: {
    ...errors.zh,
    ...account.zh.errors,
    ...catalogue.zh.errors,
    ...compensation.zh.errors,
    ...evidence.zh.errors,
    ...imports.zh.errors,
    ...outages.zh.errors,
    ...policies.zh.errors,
    ...recoveries.zh.errors,
    ...reports.zh.errors,
    ...simulation.zh.errors,
    ...staff.zh.errors,
    ...unsubscribes.zh.errors,
    ...bulk.zh.errors,
    ...causes.zh.errors,
    ...clocks.zh.errors,
    ...identity.zh.errors,
    ...inbox.zh.errors,
    ...integration.zh.errors,
    ...limits.zh.errors,
    ...lineNotes.zh.errors,
    ...restatement.zh.errors,
    ...lines.zh.errors,
    ...noticeRounds.zh.errors,
    ...notices.zh.errors,
    ...systems.zh.errors,
    ...views.zh.errors,
    ...weights.zh.errors,
  },
};
