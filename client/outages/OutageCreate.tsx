import { useTranslate } from 'ra-core';
import { useSession } from '../session/SessionContext.ts';
import { OutageForm } from './OutageForm.tsx';
import { emptyOutage } from './draft.ts';

export function OutageCreate() {
  const t = useTranslate();
  const { zone } = useSession();
  return (
    <OutageForm
      mode="create"
      title={t('outages.log')}
      lead={t('outages.form.lead')}
      defaultValues={emptyOutage(zone)}
    />
  );
}
