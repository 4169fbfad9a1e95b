import { useTranslate } from 'ra-core';
import type { StaffRecord } from '#contract/staff.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

export const staffStatus: Record<StaffRecord['status'], Status> = {
  active: 'ok',
  awaiting_countersign: 'wait',
  deactivated: 'held',
};

export function StaffStatus({ record, tag = false }: { record: StaffRecord; tag?: boolean }) {
  const t = useTranslate();
  const text = t(`staff.status.${record.status}`);
  const status = staffStatus[record.status];
  return tag ? (
    <StatusTag status={status}>{text}</StatusTag>
  ) : (
    <StatusWord status={status}>{text}</StatusWord>
  );
}

/** The role, and the one that waits for a manager. */
export function RoleWords({ record }: { record: StaffRecord }) {
  const t = useTranslate();
  const role = t(`shell.roles.${record.role}`);
  if (record.pendingRole === null || record.pendingRole === record.role) return <>{role}</>;
  return (
    <>
      {role} <span className="r-note">→ {t(`shell.roles.${record.pendingRole}`)}</span>
    </>
  );
}

export function useAreaText(): (codes: readonly string[]) => string {
  const t = useTranslate();
  return (codes) => (codes.length === 0 ? t('staff.everywhere') : codes.join(', '));
}
