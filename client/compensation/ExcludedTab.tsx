import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { BatchExclusionRecord, BatchShow } from '#contract/compensation.ts';
import { EmptyState, MaskedNumber, Num, Tiles, WorkTable } from '../components/index.ts';
import { ListPart } from './ListPart.tsx';

/** Who gets nothing, and why. */
export function ExcludedTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const reasons = record.exclusions.map(({ reason }) => ({
    id: reason,
    label: t(`compensation.exclusion.${reason}`),
  }));
  return (
    <>
      {record.exclusions.length > 0 && (
        <Tiles
          tiles={record.exclusions.map(({ reason, lines }) => ({
            key: reason,
            label: t(`compensation.exclusion.${reason}`),
            value: <Num value={lines} unit={t('compensation.unit.lines')} />,
          }))}
        />
      )}
      <ListPart
        resource="batch-exclusions"
        filter={{ batchId: record.id }}
        sort={{ field: 'lineId', order: 'ASC' }}
        filters={[
          {
            source: 'reason',
            label: t('common.reason'),
            kind: 'choices',
            always: true,
            choices: reasons,
          },
        ]}
      >
        <WorkTable<BatchExclusionRecord>
          storeKey="batch-exclusions"
          rowClick={false}
          empty={<EmptyState text={t('compensation.excluded.empty')} />}
          mobile={(row) => ({
            title: <MaskedNumber value={row.msisdnMasked} />,
            second: row.planName,
            state: t(`compensation.exclusion.${row.reason}`),
          })}
        >
          <DataTable.Col<BatchExclusionRecord>
            source="msisdnMasked"
            label={t('compensation.field.line')}
            disableSort
            render={(row) => <MaskedNumber value={row.msisdnMasked} />}
          />
          <DataTable.Col source="planName" label={t('compensation.field.plan')} disableSort />
          <DataTable.Col<BatchExclusionRecord>
            source="reason"
            label={t('common.reason')}
            render={(row) =>
              row.detail === null
                ? t(`compensation.exclusion.${row.reason}`)
                : `${t(`compensation.exclusion.${row.reason}`)} · ${row.detail}`
            }
          />
        </WorkTable>
      </ListPart>
    </>
  );
}
