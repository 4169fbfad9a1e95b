/** Who may do what. The server decides by this table; the client is told the answer and hides the rest. */

export const roles = ['supervisor', 'network_ops', 'manager', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

const S = 'supervisor';
const N = 'network_ops';
const M = 'manager';
const A = 'administrator';
const U = 'auditor';

const table = {
  'cases.read': [S, N, M, U],
  'cases.work': [S, N],
  'cases.manage': [S],
  'cases.resync': [S, N],
  'numbers.reveal': [S, N],
  'views.save': [S, N, M],
  'tasks.read': [S, N, M, U],
  'tasks.work': [S, N],
  'groups.read': [S, N, M, U],
  'groups.work': [S],
  'rules.review': [S, M],
  'plans.read': [S, N, M, U],
  'plans.make': [S, N],
  'plans.approve': [S, M],
  'exports.make': [S, N, M, U],
  'messages.read': [S, N, M, U],
  'clocks.read': [S, N, M, U],
  'systems.read': [S, N, M, A, U],
  'systems.manage': [A],
  'imports.read': [S, N, M, U],
  'imports.run': [S, N],
  'outages.read': [S, N, M, U],
  'outages.log': [N],
  'outages.confirm': [N, M],
  'outages.agree': [M],
  'outages.notify': [S, N],
  'evidence.read': [S, N, M, U],
  'weights.read': [S, N, M, U],
  'weights.edit': [N],
  'weights.publish': [M],
  'calendars.edit': [N],
  'policies.read': [S, N, M, U],
  'policies.edit': [M],
  'policies.publish': [M],
  'policies.simulate': [S, N, M],
  'catalogue.read': [S, N, M, U],
  'catalogue.edit': [S],
  'catalogue.publish': [S, M],
  'batches.read': [S, N, M, U],
  'batches.make': [S],
  'batches.approve': [S, M],
  'batches.pause': [S, M],
  'recoveries.read': [S, N, M, U],
  'recoveries.work': [S, M],
  'limits.read': [S, N, M, U],
  'limits.edit': [M],
  'limits.publish': [M],
  'reports.read': [S, N, M, U],
  'charts.annotate': [S, N, M],
  'staff.read': [A, M],
  'staff.manage': [A],
  'staff.countersign': [M],
  'keys.manage': [A],
  'webhooks.manage': [A],
  'audit.read': [S, N, M, A, U],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

export const permissions = Object.keys(table) as Permission[];

export function roleMay(role: Role, permission: Permission): boolean {
  return (table[permission] as readonly Role[]).includes(role);
}

export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => roleMay(role, permission));
}

/** Rights that a role has only on what it has taken a task about. */
const ownTasks: Partial<Record<Permission, readonly Role[]>> = {
  'cases.work': [N],
  'numbers.reveal': [N],
};

export function reachesOwnTasksOnly(role: Role, permission: Permission): boolean {
  return ownTasks[permission]?.includes(role) === true;
}

/** What of the audit trail a role reads: all of it, only staff and settings, or its own acts. */
export function auditScopeOf(role: Role): 'all' | 'staff_and_settings' | 'own' {
  if (role === M || role === U) return 'all';
  return role === A ? 'staff_and_settings' : 'own';
}

/** Roles that decide about money; an administrator may only grant them with a manager's countersign. */
export function needsCountersign(role: Role): boolean {
  return role === S || role === M;
}
