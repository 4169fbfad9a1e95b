import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useState } from 'react';
import type { BatchItemRecord, BatchShow } from '#contract/compensation.ts';
import {
  Button,
  EmptyState,
  MaskedNumber,
  Money,
  StatusWord,
  WorkTable,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { ListPart } from './ListPart.tsx';
import { ExplanationDialog } from './ExplanationDialog.tsx';
import { BenefitAmount } from './words.tsx';
import { itemStatus } from './item-status.ts';

/** The items of a batch; each explains itself. */
export function LinesTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const [opened, setOpened] = useState<string | null>(null);
  const filters: FilterSpec[] = [
    {
      source: 'benefit',
      label: t('compensation.field.benefit'),
      kind: 'choice',
      always: true,
      choices: (['data', 'voice', 'validity', 'money'] as const).map((id) => ({
        id,
        label: t(`compensation.benefit.${id}`),
      })),
    },
    {
      source: 'state',
      label: t('compensation.field.state'),
      kind: 'choices',
      choices: (['calculated', 'fixed', 'sent', 'accepted', 'unknown', 'parked'] as const).map(
        (id) => ({
          id,
          label: t(`compensation.itemState.${id}`),
        }),
      ),
    },
    { source: 'adjusted', label: t('compensation.field.adjusted'), kind: 'flag' },
  ];
  return (
    <>
      <ListPart
        resource="batch-items"
        filter={{ batchId: record.id }}
        sort={{ field: 'amount', order: 'DESC' }}
        filters={filters}
      >
        <WorkTable<BatchItemRecord>
          storeKey="batch-items"
          rowClick={(id) => {
            setOpened(String(id));
            return false;
          }}
          empty={<EmptyState text={t('compensation.lines.empty')} />}
          mobile={(item) => ({
            title: <MaskedNumber value={item.msisdnMasked} />,
            second: item.planName,
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
            source="planName"
            label={t('compensation.field.plan')}
            disableSort
          />
          <DataTable.Col<BatchItemRecord>
            source="benefit"
            label={t('compensation.field.benefit')}
            disableSort
            render={(item) => t(`compensation.benefit.${item.benefit}`)}
          />
          <DataTable.Col<BatchItemRecord>
            align="right"
            source="computedAmount"
            label={t('compensation.field.computed')}
            disableSort
            render={(item) => <BenefitAmount benefit={item.benefit} amount={item.computedAmount} />}
          />
          <DataTable.Col<BatchItemRecord>
            align="right"
            source="amount"
            label={t('compensation.field.amount')}
            render={(item) => (
              <span className="r-strong">
                <BenefitAmount benefit={item.benefit} amount={item.amount} />
              </span>
            )}
          />
          <DataTable.Col<BatchItemRecord>
            align="right"
            source="valueFen"
            label={t('compensation.field.value')}
            disableSort
            render={(item) => <Money fen={item.valueFen} />}
          />
          <DataTable.Col<BatchItemRecord>
            source="state"
            label={t('compensation.field.state')}
            disableSort
            render={(item) => <ItemState item={item} />}
          />
        </WorkTable>
      </ListPart>
      {opened !== null && (
        <ExplanationDialog batch={record} itemId={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

export function ItemState({ item }: { item: BatchItemRecord }) {
  const t = useTranslate();
  const word = t(`compensation.itemState.${item.state}`);
  return (
    <StatusWord status={itemStatus[item.state]}>
      {item.adjustedAmount === null ? word : `${word} · ${t('compensation.field.adjusted')}`}
    </StatusWord>
  );
}
