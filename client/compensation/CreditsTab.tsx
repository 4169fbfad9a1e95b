import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useState } from 'react';
import type { BatchItemRecord, BatchShow } from '#contract/compensation.ts';
import { Button, MaskedNumber, Num, When, WorkTable } from '../components/index.ts';
import { ExplanationDialog } from './ExplanationDialog.tsx';
import { ItemState } from './LinesTab.tsx';
import { ListPart } from './ListPart.tsx';
import { BenefitAmount, parkedText } from './words.tsx';

const states = ['fixed', 'sent', 'accepted', 'unknown', 'parked'] as const;

/** What became of each credit at the balance system. */
export function CreditsTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <ListPart
        resource="batch-items"
        filter={{ batchId: record.id }}
        sort={{ field: 'amount', order: 'DESC' }}
        filters={[
          {
            source: 'state',
            label: t('compensation.field.state'),
            kind: 'choices',
            always: true,
            choices: states.map((id) => ({ id, label: t(`compensation.itemState.${id}`) })),
          },
        ]}
      >
        <WorkTable<BatchItemRecord>
          storeKey="batch-credits"
          rowClick={(id) => {
            setOpened(String(id));
            return false;
          }}
          mobile={(item) => ({
            title: <MaskedNumber value={item.msisdnMasked} />,
            second: parkedText(item.parkedReason, t) ?? item.gatewayRef ?? item.creditId,
            when: <BenefitAmount benefit={item.benefit} amount={item.amount} />,
            state: <ItemState item={item} />,
          })}
        >
          <DataTable.Col<BatchItemRecord>
            source="lineId"
            label={t('compensation.field.line')}
            disableSort
            render={(item) => (
              <Button kind="link" onClick={() => setOpened(item.id)}>
                <MaskedNumber value={item.msisdnMasked} />
              </Button>
            )}
          />
          <DataTable.Col<BatchItemRecord>
            align="right"
            source="amount"
            label={t('compensation.field.amount')}
            render={(item) => <BenefitAmount benefit={item.benefit} amount={item.amount} />}
          />
          <DataTable.Col<BatchItemRecord>
            source="state"
            label={t('compensation.field.state')}
            disableSort
            render={(item) => <ItemState item={item} />}
          />
          <DataTable.Col<BatchItemRecord>
            source="parkedReason"
            label={t('compensation.field.why')}
            disableSort
            render={(item) => {
              const why = parkedText(item.parkedReason, t);
              return why === null ? (
                <span className="r-ink-none">–</span>
              ) : (
                <span title={why}>{why}</span>
              );
            }}
          />
          <DataTable.Col<BatchItemRecord>
            align="right"
            source="tries"
            label={t('compensation.field.tries')}
            disableSort
            render={(item) => <Num value={item.tries} />}
          />
          <DataTable.Col<BatchItemRecord>
            source="gatewayRef"
            label={t('compensation.field.gatewayRef')}
            disableSort
            render={(item) => (
              <span className="r-mono" title={item.gatewayRef ?? undefined}>
                {item.gatewayRef ?? '–'}
              </span>
            )}
          />
          <DataTable.Col<BatchItemRecord>
            source="updatedAt"
            label={t('compensation.field.when')}
            disableSort
            render={(item) => <When at={item.updatedAt} />}
          />
        </WorkTable>
      </ListPart>
      {opened !== null && (
        <ExplanationDialog batch={record} itemId={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
