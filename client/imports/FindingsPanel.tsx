import { useTranslate } from 'ra-core';
import type { ImportFindings, ImportRecord } from '#contract/imports.ts';
import { differenceKinds, relationLists } from '#domain/reconciliation.ts';
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
      {findings.lists !== undefined && <ListsPanel record={record} lists={findings.lists} />}
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

/** What each of two lists held. */
function ListsPanel(props: { record: ImportRecord; lists: NonNullable<ImportFindings['lists']> }) {
  const t = useTranslate();
  const { record, lists } = props;
  const names = { platform: record.fileName, crm: record.crmFile?.fileName ?? '' };
  return (
    <Panel title={t('imports.lists.title')} flush>
      <div className="r-scroll" tabIndex={0} role="region" aria-label={t('imports.lists.title')}>
        <table className="r-table imp-lists">
          <thead>
            <tr>
              <th>{t('imports.lists.list')}</th>
              <th>{t('imports.upload.file')}</th>
              <th className="r-right">{t('imports.counts.rows')}</th>
              <th className="r-right">{t('imports.counts.bad')}</th>
              <th className="r-right">{t('imports.lists.repeated')}</th>
            </tr>
          </thead>
          <tbody>
            {relationLists.map((list) => (
              <tr key={list}>
                <td>{t(`imports.lists.${list}`)}</td>
                <td className="imp-lists__file">{names[list]}</td>
                <td className="r-right">
                  <Num value={lists[list].rows} />
                </td>
                <td className="r-right">
                  <Num value={lists[list].bad} />
                </td>
                <td className="r-right">
                  <Num value={lists[list].repeated} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
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
            <tr key={`${one.list ?? ''}${one.rowNo}`}>
              <td className="r-right">
                {one.list !== undefined && (
                  <span className="r-note">{t(`imports.lists.short.${one.list}`)} </span>
                )}
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
