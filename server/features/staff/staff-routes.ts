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

const { route, list, record } = endpointsFor<Needs>();
const tag = 'staff';
const account = record({
  tag,
  response: staffRecord,
  show: (f, _ctx, id) => f.staffReads.show(id),
});

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
  account.get('/staff/:id', {
    permission: 'staff.read',
    summary: 'One account',
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
  account.put('/staff/:id', {
    permission: 'staff.manage',
    summary: 'Change name, areas, language or role',
    body: updateStaffBody,
    run: (f, ...act) => f.staff.update(...act),
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
  account.post('/staff/:id/deactivate', {
    permission: 'staff.manage',
    summary: 'Close an account and hand its open work over',
    body: deactivateStaffBody,
    run: (f, ...act) => f.staff.deactivate(...act),
  }),
  account.post('/staff/:id/countersign', {
    permission: 'staff.countersign',
    summary: 'Agree to, or refuse, the role an administrator wants to grant',
    body: countersignBody,
    run: (f, ...act) => f.staff.countersign(...act),
  }),
];
