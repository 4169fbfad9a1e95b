import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { Num, StatusWord, Tiles, formatNumber, useLocaleName } from '../components/index.ts';
import type { Tile } from '../components/index.ts';
import type { ReactNode } from 'react';

interface CountsProps {
  record: ImportRecord;
  /** After a dry run the counts say what would happen. */
  foretold: boolean;
  footer?: ReactNode;
}

/** Every row of the file is in exactly one of these tiles but the first. */
export function Counts({ record, foretold, footer }: CountsProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const tile = (key: string, label: ReactNode, value: number, note: string | undefined): Tile => ({
    key,
    label,
    value: <Num value={value} />,
    ...(note === undefined ? {} : { note }),
  });
  const when = (value: number, key: string) =>
    value > 0 ? t(key, { count: formatNumber(value, locale) }) : undefined;
  const agrees = record.kind === 'reconciliation' || record.kind === 'relations';
  const landedWord = t(foretold ? 'imports.counts.wouldLand' : 'imports.counts.landed');
  return (
    <Tiles
      tiles={[
        tile(
          'rows',
          t(record.kind === 'relations' ? 'imports.counts.relations' : 'imports.counts.rows'),
          record.rowsTotal,
          undefined,
        ),
        tile(
          'landed',
          <StatusWord status={foretold ? 'wait' : 'ok'}>{landedWord}</StatusWord>,
          record.rowsLanded,
          when(record.rowsJoined, 'imports.counts.joined'),
        ),
        tile(
          'already',
          <StatusWord status="none">
            {t(agrees ? 'imports.counts.agree' : 'imports.counts.already')}
          </StatusWord>,
          record.rowsAlready,
          when(
            record.rowsAlready,
            agrees ? 'imports.counts.agreeNote' : 'imports.counts.alreadyNote',
          ),
        ),
        tile(
          'repeated',
          <StatusWord status="held">{t('imports.counts.repeated')}</StatusWord>,
          record.rowsRepeated,
          when(record.rowsRepeated, 'imports.counts.repeatedNote'),
        ),
        tile(
          'bad',
          <StatusWord status={record.rowsBad > 0 ? 'bad' : 'ok'}>
            {t('imports.counts.bad')}
          </StatusWord>,
          record.rowsBad,
          record.rowsBad > 0 ? t('imports.counts.badNote') : t('imports.counts.allGood'),
        ),
      ]}
      footer={footer}
    />
  );
}
