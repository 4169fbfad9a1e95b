import { useTranslate } from 'ra-core';
import type { StaffRecord } from '#contract/staff.ts';
import { Panel, StatusWord, VerbButton } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';

/** A role that decides about money waits for a manager; the administrator only sees that it does. */
export function CountersignPanel({ record }: { record: StaffRecord }) {
  const t = useTranslate();
  const may = useMay('staff.countersign');
  const role = t(`shell.roles.${record.pendingRole ?? record.role}`);
  return (
    <Panel
      title={<StatusWord status="wait">{t('staff.awaitingAny')}</StatusWord>}
      actions={
        may && (
          <>
            <VerbButton
              verb="countersign"
              kind="bad"
              label={t('staff.refuse')}
              body={{ agree: false }}
              message={t('staff.refused')}
            />
            <VerbButton
              verb="countersign"
              kind="filled"
              label={t('staff.agree', { role })}
              body={{ agree: true }}
              message={t('staff.agreed', { name: record.name, role })}
            />
          </>
        )
      }
    >
      <p className="r-prose">{t('staff.countersignAsk', { name: record.name, role })}</p>
    </Panel>
  );
}
