import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { services } from '#domain/weights.ts';
import { Button, formatDuration, formatExact, useLocaleName } from '../components/index.ts';
import { weightText } from '../weights/bands.ts';
import { weightedText } from '../weights/measure.ts';
import { TimePicture } from './TimePicture.tsx';
import type { TimePictureProps } from './TimePicture.tsx';

/** The same as a table: bars, then pieces. */
function PictureTable({ picture, bars, zone }: TimePictureProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const exact = (at: number) => formatExact(at, zone, locale);
  return (
    <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.picture.title')}>
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{t('outages.table.what')}</th>
            <th scope="col">{t('outages.table.from')}</th>
            <th scope="col">{t('outages.table.to')}</th>
            <th scope="col" className="r-right">
              {t('outages.table.duration')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.table.weight')}
            </th>
            <th scope="col" className="r-right">
              {t('outages.table.weighted')}
            </th>
          </tr>
        </thead>
        <tbody>
          {services.flatMap((service) =>
            bars
              .filter((bar) => bar.service === service)
              .map((bar) => (
                <tr key={`${service}.${bar.startAt}.${bar.endAt}.${bar.severity}`}>
                  <td>
                    {t(`policies.words.services.${service}`)}{' '}
                    {t(`policies.words.severity.${bar.severity}`)}
                  </td>
                  <td>{exact(bar.startAt)}</td>
                  <td>{bar.open ? t('outages.stillOpen') : exact(bar.endAt)}</td>
                  <td className="r-right">{formatDuration(bar.endAt - bar.startAt)}</td>
                  <td />
                  <td />
                </tr>
              )),
          )}
          {picture.pieces.map((piece) => (
            <tr key={piece.startAt}>
              <td>{t('outages.picture.union')}</td>
              <td>{exact(piece.startAt)}</td>
              <td>{exact(piece.endAt)}</td>
              <td className="r-right">{formatDuration(piece.seconds * 1000)}</td>
              <td className="r-right">×{weightText(piece.weightPerMille)}</td>
              <td className="r-right">{weightedText(piece.weightedPerMilleSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The picture and, on request, its table. */
export function PictureOrTable(props: TimePictureProps & { table: boolean }) {
  return props.table ? <PictureTable {...props} /> : <TimePicture {...props} />;
}

export function useTableSwitch(): [boolean, ReactNode] {
  const t = useTranslate();
  const [table, setTable] = useState(false);
  return [
    table,
    <Button
      key="switch"
      kind="plain"
      icon={table ? 'pulse' : 'table'}
      aria-pressed={table}
      title={t(table ? 'common.asChart' : 'common.asTable')}
      aria-label={t(table ? 'common.asChart' : 'common.asTable')}
      onClick={() => setTable(!table)}
    />,
  ];
}
