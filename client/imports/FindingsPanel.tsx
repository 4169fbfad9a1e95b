import { useTranslate } from 'ra-core';
import type { ImportFindings, ImportRecord } from '#contract/imports.ts';
import { differenceKinds } from '#domain/reconciliation.ts';
import {
  MaskedNumber,
  Num,
  Panel,
  Tiles,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';

/** A reconciliation: how many relations differ and how, and the first of them. */
export function FindingsPanel({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { findings } = record;
  if (findings === null) return null;
  const differing = differenceKinds.reduce((sum, kind) => sum + (findings.kinds[kind] ?? 0), 0);
  const sum = t('imports.findings.sum', {
    differing: formatNumber(differing, locale),
    agreeing: formatNumber(findings.agreeing, locale),
  });
  return (
    <>
      <Tiles
        tiles={differenceKinds.map((kind) => ({
          key: kind,
          label: t(`imports.findings.kinds.${kind}`),
          value: <Num value={findings.kinds[kind] ?? 0} />,
        }))}
      />
      <Panel
        title={t('imports.findings.title')}
        note={
          findings.first.length < differing
            ? `${sum} · ${t('imports.findings.first', { count: formatNumber(findings.first.length, locale) })}`
            : sum
        }
        flush={differing > 0}
      >
        {differing === 0 ? (
          <p className="r-prose">{t('imports.findings.none')}</p>
        ) : (
          <FindingsTable first={findings.first} />
        )}
      </Panel>
    </>
  );
}

function FindingsTable({ first }: { first: ImportFindings['first'] }) {
  const t = useTranslate();
  const head = (name: string) => t(`imports.findings.${name}`);
  return (
    <div className="r-scroll" tabIndex={0} role="region" aria-label={head('title')}>
      <table className="r-table imp-findings">
        <thead>
          <tr>
            <th className="r-right">{head('row')}</th>
            <th>{head('line')}</th>
            <th>{head('product')}</th>
            <th>{head('kind')}</th>
            <th>{head('platform')}</th>
            <th>{head('crm')}</th>
            <th>{head('since')}</th>
          </tr>
        </thead>
        <tbody>
          {first.map((one) => (
            <tr key={one.rowNo}>
              <td className="r-right">
                <Num value={one.rowNo} />
              </td>
              <td>
                <MaskedNumber value={one.msisdnMasked} />
              </td>
              <td className="r-mono">{one.productCode}</td>
              <td>{head(`kinds.${one.kind}`)}</td>
              <td>{head(`states.${one.platform}`)}</td>
              <td>{head(`states.${one.crm}`)}</td>
              <td>
                <When at={one.sinceAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
