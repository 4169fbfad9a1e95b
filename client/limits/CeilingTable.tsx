import { useTranslate } from 'ra-core';
import type { AutomaticCeiling } from '#domain/approval-rules.ts';
import { Button, EmptyState } from '../components/index.ts';
import { FenField } from './FenField.tsx';
import { useFamilies } from './limits-words.ts';

interface CeilingTableProps {
  ceilings: readonly AutomaticCeiling[];
  before: readonly AutomaticCeiling[] | undefined;
  faults: Readonly<Record<string, string>>;
  onChange?(ceilings: readonly AutomaticCeiling[]): void;
}

const AMOUNTS = ['batchFen', 'lineFen', 'dayFen'] as const;
/** ¥1,000 a batch, ¥20 a line, ¥5,000 a day: low enough to begin with. */
const FIRST = { batchFen: 100_000, lineFen: 2_000, dayFen: 500_000 };

/** What each policy family may have approved by rule; a family without a row waits for people. */
export function CeilingTable({ ceilings, before, faults, onChange }: CeilingTableProps) {
  const t = useTranslate();
  const families = useFamilies();
  const free = families.filter(
    ({ id, purpose }) => purpose !== 'goodwill' && !ceilings.some(({ family }) => family === id),
  );
  const nameOf = (id: string) => families.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      {ceilings.length === 0 ? (
        <EmptyState text={t('limits.noCeilings')} />
      ) : (
        <div className="l-scroll" tabIndex={0} role="region" aria-label={t('limits.ceilings')}>
          <table className="r-table l-ceilings">
            <thead>
              <tr>
                <th>{t('limits.family')}</th>
                {AMOUNTS.map((name) => (
                  <th key={name} className="r-right">
                    {t(`limits.${name}`)}
                  </th>
                ))}
                {onChange !== undefined && <th aria-label={t('limits.remove')} />}
              </tr>
            </thead>
            <tbody>
              {ceilings.map((ceiling, index) => (
                <CeilingRow
                  key={ceiling.family}
                  ceiling={ceiling}
                  name={nameOf(ceiling.family)}
                  before={before?.find(({ family }) => family === ceiling.family)}
                  fault={(name) => faults[`ceilings.${index}.${name}`]}
                  {...(onChange === undefined
                    ? {}
                    : {
                        onChange: (next: AutomaticCeiling | null) =>
                          onChange(
                            ceilings.flatMap((one, at) => (at === index ? (next ?? []) : [one])),
                          ),
                      })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {onChange !== undefined && free.length > 0 && (
        <div className="l-add">
          {free.map(({ id, name }) => (
            <Button
              key={id}
              icon="plus"
              onClick={() => onChange([...ceilings, { family: id, ...FIRST }])}
            >
              {t('limits.add', { name })}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

interface CeilingRowProps {
  ceiling: AutomaticCeiling;
  name: string;
  before: AutomaticCeiling | undefined;
  fault(name: keyof AutomaticCeiling): string | undefined;
  onChange?(next: AutomaticCeiling | null): void;
}

function CeilingRow({ ceiling, name, before, fault, onChange }: CeilingRowProps) {
  const t = useTranslate();
  const familyFault = fault('family');
  return (
    <tr>
      <th scope="row">
        {name}
        {familyFault !== undefined && <p className="r-help r-help--bad">{familyFault}</p>}
      </th>
      {AMOUNTS.map((amount) => (
        <td key={amount} className="r-right">
          <FenField
            bare
            label={`${name} ${t(`limits.${amount}`)}`}
            value={ceiling[amount]}
            before={before?.[amount]}
            fault={fault(amount)}
            {...(onChange === undefined
              ? {}
              : { onChange: (fen: number) => onChange({ ...ceiling, [amount]: fen }) })}
          />
        </td>
      ))}
      {onChange !== undefined && (
        <td className="r-right">
          <Button kind="plain" onClick={() => onChange(null)}>
            {t('limits.remove')}
          </Button>
        </td>
      )}
    </tr>
  );
}
