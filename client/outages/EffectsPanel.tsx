import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { OutageEffects } from '#contract/effects.ts';
import type { OutageShow } from '#contract/outages.ts';
import { compensatedWords, effectKinds } from '#domain/outage-effects.ts';
import {
  ErrorState,
  LinkButton,
  LoadingShape,
  Num,
  Panel,
  formatLocalDate,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

/** Complaints, port-outs and satisfaction of those who were compensated, and of those who were not. */
export function EffectsPanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mayImport = useMay('imports.run');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<OutageEffects, HttpError>({
    queryKey: ['outages', outage.id, 'effects'],
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`outages/${outage.id}/effects`, undefined, signal),
  });
  const empty = data !== undefined && data.sums.length === 0;
  if (empty && (outage.state === 'open' || outage.state === 'cancelled')) return null;
  const period =
    data?.firstOn != null && data.lastOn !== null
      ? ` · ${formatLocalDate(data.firstOn, locale)} – ${formatLocalDate(data.lastOn, locale)}`
      : '';
  return (
    <Panel
      title={t('outages.effects.title')}
      note={`${t('outages.effects.note')}${period}`}
      flush
      actions={
        mayImport && (
          <LinkButton to="/imports/create?kind=outage_effects" icon="upload" kind="plain">
            {t('outages.effects.import')}
          </LinkButton>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={3} />
      ) : empty ? (
        <p className="r-note o-pad">{t('outages.effects.none')}</p>
      ) : (
        <EffectsTable effects={data} />
      )}
    </Panel>
  );
}

function EffectsTable({ effects }: { effects: OutageEffects }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const groups = compensatedWords.filter((word) =>
    effects.sums.some(({ compensated }) => compensated === word),
  );
  const cell = (kind: (typeof effectKinds)[number], word: string) => {
    const sum = effects.sums.find((one) => one.kind === kind && one.compensated === word);
    if (sum === undefined) return '–';
    if (sum.scoreHundredths === null) return <Num value={sum.count} />;
    return t('outages.effects.score', {
      score: formatNumber(sum.scoreHundredths / 100, locale, 2),
      n: formatNumber(sum.count, locale),
    });
  };
  return (
    <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.effects.title')}>
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{t('outages.effects.what')}</th>
            {groups.map((word) => (
              <th key={word} scope="col" className="r-right">
                {t(`outages.effects.${word}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {effectKinds
            .filter((kind) => effects.sums.some((sum) => sum.kind === kind))
            .map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`outages.effects.kind.${kind}`)}</th>
                {groups.map((word) => (
                  <td key={word} className="r-right">
                    {cell(kind, word)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
