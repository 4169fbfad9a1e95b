import { z } from 'zod';
import { idParams } from '#contract/common.ts';
import {
  countersignBody,
  deactivateStaffBody,
  inviteStaffBody,
  oneTimePassword,
  resetPasswordBody,
  staffRecord,
  updateStaffBody,
} from '#contract/staff.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { staffList, type StaffReads } from './staff-reads.ts';
import type { StaffService } from './staff-service.ts';

interface Needs {
  staff: StaffService;
  staffReads: StaffReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'staff';

export const staffRoutes = [
  list({
    path: '/staff',
    tag,
    summary: 'Accounts',
    permission: 'staff.read',
    list: staffList,
    response: staffRecord,
    run: ({ f, list: query }) => f.staffReads.list(query),
  }),
  route({
    method: 'get',
    path: '/colleagues',
    tag,
    summary: 'Names of active colleagues',
    permission: 'signed_in',
    response: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
    run: ({ f }) => f.staffReads.colleagues(),
  }),
  route({
    method: 'get',
    path: '/staff/:id',
    tag,
    summary: 'One account',
    permission: 'staff.read',
    params: idParams,
    response: staffRecord,
    run: ({ f, params }) => f.staffReads.show(params.id),
  }),
  route({
    method: 'post',
    path: '/staff',
    tag,
    summary: 'Invite a colleague; the one-time password is told once',
    permission: 'staff.manage',
    body: inviteStaffBody,
    response: oneTimePassword,
    status: 201,
    run: ({ f, ctx, body }) => f.staff.invite(ctx, body),
  }),
  route({
    method: 'put',
    path: '/staff/:id',
    tag,
    summary: 'Change name, areas, language or role',
    permission: 'staff.manage',
    params: idParams,
    body: updateStaffBody,
    response: staffRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.staff.update(ctx, params.id, body);
      return f.staffReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/staff/:id/reset-password',
    tag,
    summary: 'A new one-time password; ends the sessions of the account',
    permission: 'staff.manage',
    params: idParams,
    body: resetPasswordBody,
    response: oneTimePassword,
    run: ({ f, ctx, params, body }) => f.staff.resetPassword(ctx, params.id, body.version),
  }),
  route({
    method: 'post',
    path: '/staff/:id/deactivate',
    tag,
    summary: 'Close an account and hand its open work over',
    permission: 'staff.manage',
    params: idParams,
    body: deactivateStaffBody,
    response: staffRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.staff.deactivate(ctx, params.id, body);
      return f.staffReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/staff/:id/countersign',
    tag,
    summary: 'Agree to, or refuse, the role an administrator wants to grant',
    permission: 'staff.countersign',
    params: idParams,
    body: countersignBody,
    response: staffRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.staff.countersign(ctx, params.id, body);
      return f.staffReads.show(params.id);
    },
  }),
];
