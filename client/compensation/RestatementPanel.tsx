import { useMutation, useQuery } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import type { BatchRecord } from '#contract/compensation.ts';
import type { RestatedSums, Restatement } from '#contract/restatements.ts';
import { benefits } from '#domain/policy-types.ts';
import {
  Button,
  LinkButton,
  Money,
  Num,
  Panel,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { useCauses } from '../outages/CauseField.tsx';
import { useFactText } from '../outages/Changes.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { BenefitAmount } from './words.tsx';
import './compensation.css';

const FACTS = [
  'startedAt',
  'endedAt',
  'services',
  'areaCodes',
  'siteCodes',
  'cause',
  'responsibility',
] as const satisfies (keyof Restatement['from'])[];

/** After a correction: both revisions side by side, who is owed more, who got too much, and the batch that makes up. */
export function RestatementPanel({ outageId, version }: { outageId: string; version: number }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const may = useMay('batches.read');
  // Where nothing was credited before, or the revision is not confirmed yet, there is nothing to show.
  const { data } = useQuery({
    queryKey: ['outages', outageId, 'restatement', version],
    enabled: may,
    retry: false,
    queryFn: ({ signal }) =>
      dataProvider.read<Restatement>(`outages/${outageId}/restatement`, undefined, signal),
  });
  return data === undefined ? null : <Differences found={data} />;
}

function Differences({ found }: { found: Restatement }) {
  const t = useTranslate();
  const { from, to, credited, owed, more, less } = found;
  const same = more.lines === 0 && less.lines === 0;
  return (
    <Panel
      title={t('restatement.title')}
      note={t('restatement.note', { from: from.revision, to: to.revision })}
      flush
    >
      <div className="o-table" tabIndex={0} role="region" aria-label={t('restatement.title')}>
        <table className="r-table b-restate">
          <thead>
            <tr>
              <td />
              <th scope="col" className="r-right">
                {t('restatement.credited', { revision: from.revision })}
              </th>
              <th scope="col" className="r-right">
                {t('restatement.owed', { revision: to.revision })}
              </th>
            </tr>
          </thead>
          <tbody>
            <FactRows found={found} />
            <SumRows credited={credited} owed={owed} />
          </tbody>
        </table>
      </div>
      <div className="b-restated">
        {same && <p>{t('restatement.nothing')}</p>}
        {more.lines > 0 && (
          <p>
            <strong>{t('restatement.more')}</strong> <Sums sums={more} />
          </p>
        )}
        {less.lines > 0 && (
          <p>
            <strong>{t('restatement.less')}</strong> <Sums sums={less} />{' '}
            <span className="r-muted">
              {less.leftLines > 0 &&
                `${t('restatement.left', { n: formatNumber(less.leftLines) })} · `}
              {t(`restatement.overpaid.${found.overpaid}`)}
            </span>
          </p>
        )}
        <MakeUp found={found} />
      </div>
    </Panel>
  );
}

/** Facts that differ, as both revisions say them. */
function FactRows({ found }: { found: Restatement }) {
  const t = useTranslate();
  const { from, to } = found;
  const locale = useLocaleName();
  const { data } = useCauses();
  const causeName = (code: string): string => {
    const cause = data?.causes.find((one) => one.code === code);
    return cause === undefined ? code : locale === 'zh' ? cause.nameZh : cause.nameEn;
  };
  const text = useFactText(found.zone, causeName);
  const differ = FACTS.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));
  return differ.map((name) => (
    <tr key={name}>
      <th scope="row">{t(`resources.outages.fields.${name}`)}</th>
      <td className="r-right">{text(name, from[name])}</td>
      <td className="r-right r-strong">{text(name, to[name])}</td>
    </tr>
  ));
}

/** Customers, each benefit that is paid, and its worth, before and after. */
function SumRows({ credited, owed }: { credited: RestatedSums; owed: RestatedSums }) {
  const t = useTranslate();
  const both = [credited, owed];
  const paid = benefits.filter((one) => both.some(({ amounts }) => (amounts[one] ?? 0) > 0));
  return (
    <>
      <tr>
        <th scope="row">{t('compensation.field.customers')}</th>
        {both.map(({ lines }, index) => (
          <td key={index} className="r-right">
            <Num value={lines} />
          </td>
        ))}
      </tr>
      {paid.map((benefit) => (
        <tr key={benefit}>
          <th scope="row">{t(`compensation.benefit.${benefit}`)}</th>
          {both.map(({ amounts }, index) => (
            <td key={index} className="r-right">
              <BenefitAmount benefit={benefit} amount={amounts[benefit] ?? 0} />
            </td>
          ))}
        </tr>
      ))}
      <tr>
        <th scope="row">{t('compensation.field.value')}</th>
        {both.map(({ valueFen }, index) => (
          <td key={index} className="r-right r-strong">
            <Money fen={valueFen} />
          </td>
        ))}
      </tr>
    </>
  );
}

function Sums({ sums }: { sums: RestatedSums }) {
  const t = useTranslate();
  return (
    <>
      {t('restatement.lines', { n: formatNumber(sums.lines) })} · <Money fen={sums.valueFen} />
    </>
  );
}

/** The batch of the difference: made by who may, shown to all. */
function MakeUp({ found }: { found: Restatement }) {
  const t = useTranslate();
  const may = useMay('batches.make');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const navigate = useNavigate();
  const notify = useNotify();
  const making = useMutation<BatchRecord, HttpError>({
    mutationFn: () =>
      dataProvider.send<BatchRecord>('POST', 'compensation-batches', { outageId: found.outageId }),
    onSuccess: (batch) => void navigate(`/compensation-batches/${batch.id}/show`),
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  if (found.made !== null)
    return (
      <LinkButton to={`/compensation-batches/${found.made.id}/show`} icon="card">
        {t('restatement.made', { number: found.made.number })}
      </LinkButton>
    );
  if (!may || found.more.lines === 0) return null;
  return (
    <Button kind="filled" busy={making.isPending} onClick={() => making.mutate()}>
      {t('restatement.make')}
    </Button>
  );
}
