import type { ActionContext } from '#domain/context.ts';
import type { Role } from '#domain/permissions.ts';
import type { Features } from '../compose.ts';

export interface PrintedAccount {
  login: string;
  name: string;
  role: Role;
  oneTimePassword: string;
}

/** Two people of each deciding role: the least with which four-eyes rules work. All invented. */
const DEMO_PEOPLE: readonly { login: string; name: string; role: Role }[] = [
  { login: 'linzx', name: '林知夏', role: 'supervisor' },
  { login: 'zhouyn', name: '周以宁', role: 'supervisor' },
  { login: 'chenmu', name: '陈牧', role: 'network_ops' },
  { login: 'guyuan', name: '顾远', role: 'network_ops' },
  { login: 'shenqh', name: '沈清和', role: 'manager' },
  { login: 'hejy', name: '何景行', role: 'manager' },
  { login: 'admin', name: '温如言', role: 'administrator' },
  { login: 'auditor', name: '季衡', role: 'auditor' },
];

export async function demoStaff(features: Features, ctx: ActionContext): Promise<PrintedAccount[]> {
  // Together: hashing eight passwords is the work of several cores.
  return features.inTransaction((f) =>
    Promise.all(
      DEMO_PEOPLE.map(async (person) => {
        const { oneTimePassword } = await f.staff.invite(
          ctx,
          { ...person, areaCodes: [], language: 'zh' },
          { demo: true, countersigned: true },
        );
        return { ...person, oneTimePassword };
      }),
    ),
  );
}

export async function firstAdministrator(
  features: Features,
  ctx: ActionContext,
): Promise<PrintedAccount> {
  const person = { login: 'admin', name: 'Administrator', role: 'administrator' as const };
  const { oneTimePassword } = await features.inTransaction((f) =>
    f.staff.invite(ctx, { ...person, areaCodes: [], language: 'en' }),
  );
  return { ...person, oneTimePassword };
}
