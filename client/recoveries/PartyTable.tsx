import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useListContext, useTranslate } from 'ra-core';
import type { PartyTotals } from '#contract/recoveries.ts';
import { AGE_BUCKET_COUNT } from '#domain/recoveries.ts';
import { Money, Num, Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

const BUCKETS = Array.from({ length: AGE_BUCKET_COUNT }, (_, index) => index);

/** What each party owes by age, and all of them together; a party narrows the list below. */
export function PartyTable() {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { filterValues, setFilters } = useListContext();
  const { data = [] } = useQuery({
    queryKey: ['recovery-totals'],
    queryFn: ({ signal }) => dataProvider.read<PartyTotals[]>('recovery-totals', undefined, signal),
  });
  if (data.length === 0) return null;
  const { party: _party, ...others } = filterValues as Record<string, unknown>;
  const chosen = (_party as string[] | undefined)?.[0];
  const choose = (party: string) =>
    setFilters(party === chosen ? others : { ...others, party: [party] }, {});
  return (
    <Panel title={t('recoveries.parties.title')} note={t('recoveries.parties.note')} flush>
      <div
        className="rc-scroll"
        tabIndex={0}
        role="region"
        aria-label={t('recoveries.parties.title')}
      >
        <table className="r-table rc-parties">
          <Heads />
          <tbody>
            {data.map((sums) => (
              <tr key={sums.party} className={sums.party === chosen ? 'rc-chosen' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="r-btn r-btn--link"
                    aria-pressed={sums.party === chosen}
                    onClick={() => choose(sums.party)}
                  >
                    {sums.party}
                  </button>
                </th>
                <Sums sums={sums} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('recoveries.parties.total')}</th>
              <Sums sums={totalOf(data)} />
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function Heads() {
  const t = useTranslate();
  const sums = ['cases', 'claimed', 'agreed', 'received', 'outstanding'] as const;
  return (
    <thead>
      <tr>
        <th scope="col">{t('recoveries.parties.party')}</th>
        {sums.map((sum) => (
          <th key={sum} scope="col" className="r-right">
            {t(`recoveries.parties.${sum}`)}
          </th>
        ))}
        {BUCKETS.map((bucket) => (
          <th key={bucket} scope="col" className="r-right">
            {t(`recoveries.parties.ages.${bucket}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Sums({ sums }: { sums: PartyTotals }) {
  const { claimedFen, agreedFen, receivedFen, outstandingFen } = sums;
  return (
    <>
      <td className="r-right">
        <Num value={sums.openCases} />
      </td>
      {[claimedFen, agreedFen, receivedFen].map((fen, index) => (
        <td key={index} className="r-right">
          <Money fen={fen} />
        </td>
      ))}
      <td className="r-right r-strong">
        <Money fen={outstandingFen} />
      </td>
      {BUCKETS.map((bucket) => (
        <td key={bucket} className="r-right">
          <Money fen={sums.agesFen[bucket] === 0 ? null : sums.agesFen[bucket]} />
        </td>
      ))}
    </>
  );
}

function totalOf(all: readonly PartyTotals[]): PartyTotals {
  const sum = (of: (one: PartyTotals) => number) => all.reduce((n, one) => n + of(one), 0);
  return {
    party: '',
    cases: sum(({ cases }) => cases),
    openCases: sum(({ openCases }) => openCases),
    claimedFen: sum(({ claimedFen }) => claimedFen),
    agreedFen: sum(({ agreedFen }) => agreedFen),
    receivedFen: sum(({ receivedFen }) => receivedFen),
    outstandingFen: sum(({ outstandingFen }) => outstandingFen),
    agesFen: BUCKETS.map((bucket) => sum(({ agesFen }) => agesFen[bucket] ?? 0)),
  };
}
