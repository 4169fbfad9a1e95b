import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { AdjustmentPreview } from '#contract/compensation.ts';
import { Money, Num } from '../components/index.ts';
import { Fault } from './Fault.tsx';

/** What an adjustment would change, before and after. */
export function Effect({ preview }: { preview: UseQueryResult<AdjustmentPreview, HttpError> }) {
  const t = useTranslate();
  if (preview.error !== null) return <Fault error={preview.error} />;
  const { data } = preview;
  if (data === undefined) return <p className="r-note">{t('compensation.adjust.enter')}</p>;
  const rows = [
    ['lineCount', t('compensation.field.customers'), false],
    ['totalMb', 'MB', false],
    ['totalMinutes', t('compensation.field.minutes'), false],
    ['totalDays', t('compensation.field.days'), false],
    ['valueFen', t('compensation.field.value'), true],
  ] as const;
  return (
    <>
      <table className="r-table b-effect">
        <thead>
          <tr>
            <td />
            <th className="r-right">{t('compensation.adjust.before')}</th>
            <th className="r-right">{t('compensation.adjust.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, label, money]) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td className="r-right">
                {money ? <Money fen={data.before[name]} /> : <Num value={data.before[name]} />}
              </td>
              <td className="r-right r-strong">
                {money ? <Money fen={data.after[name]} /> : <Num value={data.after[name]} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="r-note">
        {t('compensation.adjust.changed', { items: data.itemsChanged })}
        {data.approvalsVoided > 0 &&
          ` ${t('compensation.adjust.voids', { n: data.approvalsVoided })}`}
      </p>
    </>
  );
}
