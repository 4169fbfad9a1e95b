import { useTranslate } from 'ra-core';
import type { StaffRecord } from '#contract/staff.ts';
import { FormPage } from '../components/index.ts';
import { StaffInputs, parseAreaCodes } from './StaffInputs.tsx';

/** Only what an administrator may set; the server keeps the rest. */
function toWire(data: Record<string, unknown>): Record<string, unknown> {
  const { id, version, name, role, language, areas } = data;
  return { id, version, name, role, language, areaCodes: parseAreaCodes(String(areas ?? '')) };
}

export function StaffEdit() {
  const t = useTranslate();
  return (
    <FormPage
      mode="edit"
      title={t('ra.action.edit')}
      draft="staff"
      transform={toWire}
      defaultValues={(record) => ({ areas: (record as StaffRecord).areaCodes.join(', ') })}
    >
      <StaffInputs mode="edit" />
    </FormPage>
  );
}
