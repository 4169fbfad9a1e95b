import { raEn } from './ra-en.ts';
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

export const en = {
  ra: raEn,
  shell: shell.en,
  common: common.en,
  account: account.en.text,
  audit: audit.en.text,
  catalogue: catalogue.en.text,
  compensation: compensation.en.text,
  imports: imports.en.text,
  outages: outages.en.text,
  policies: policies.en.text,
  recoveries: recoveries.en.text,
  reports: reports.en.text,
  simulation: simulation.en.text,
  staff: staff.en.text,
  unsubscribes: unsubscribes.en.text,
  bulk: bulk.en.text,
  causes: causes.en.text,
  clocks: clocks.en.text,
  identity: identity.en.text,
  inbox: inbox.en.text,
  integration: integration.en.text,
  limits: limits.en.text,
  lineNotes: lineNotes.en.text,
  restatement: restatement.en.text,
  lines: lines.en.text,
  noticeRounds: noticeRounds.en.text,
  notices: notices.en.text,
  systems: systems.en.text,
  views: views.en.text,
  weights: weights.en.text,
  resources: {
    ...audit.en.resources,
    ...catalogue.en.resources,
    ...compensation.en.resources,
    ...imports.en.resources,
    ...outages.en.resources,
    ...policies.en.resources,
    ...recoveries.en.resources,
    ...reports.en.resources,
    ...staff.en.resources,
    ...unsubscribes.en.resources,
    ...bulk.en.resources,
    ...causes.en.resources,
    ...clocks.en.resources,
    ...inbox.en.resources,
    ...integration.en.resources,
    ...limits.en.resources,
    ...lines.en.resources,
    ...notices.en.resources,
    ...systems.en.resources,
    ...views.en.resources,
    ...weights.en.resources,
  },
  errors: {
    ...errors.en,
    ...account.en.errors,
    ...catalogue.en.errors,
    ...compensation.en.errors,
    ...evidence.en.errors,
    ...imports.en.errors,
    ...outages.en.errors,
    ...policies.en.errors,
    ...recoveries.en.errors,
    ...reports.en.errors,
    ...simulation.en.errors,
    ...staff.en.errors,
    ...unsubscribes.en.errors,
    ...bulk.en.errors,
    ...causes.en.errors,
    ...clocks.en.errors,
    ...identity.en.errors,
    ...inbox.en.errors,
    ...integration.en.errors,
    ...limits.en.errors,
    ...lineNotes.en.errors,
    ...restatement.en.errors,
    ...lines.en.errors,
    ...noticeRounds.en.errors,
    ...notices.en.errors,
    ...systems.en.errors,
    ...views.en.errors,
    ...weights.en.errors,
  },
};
