import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import {
  DataAmount,
  Duration,
  Money,
  Num,
  StatusWord,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { AdjustmentTable } from './AdjustmentsTab.tsx';
import { PathList } from './ApprovalPath.tsx';
import { HowComputed } from './HowComputed.tsx';
import { useDataTerms } from './data-terms.ts';
import { Hash, makersOf } from './words.tsx';

/** The rows of the approval sheet; it prints as it stands. */
export function SheetBody({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const { outage, policy, weightProfile, snapshot, zone } = record.pinned;
  return (
    <article className="b-sheet">
      <Row label={t('compensation.sheet.what')}>
        <p>{useSentence(record)}</p>
      </Row>
      <Row label={t('compensation.sheet.why')}>
        <p>
          <When at={outage.startedAt} zone={outage.zone} />–
          <When at={outage.endedAt} zone={outage.zone} as="time" /> · {outage.title} ·{' '}
          <Duration ms={outage.endedAt - outage.startedAt} /> ·{' '}
          {t('compensation.sheet.responsibility', {
            party: t(`compensation.responsibility.${outage.responsibility}`),
          })}
        </p>
      </Row>
      <Row label={t('compensation.sheet.howMuch')}>
        <Figures record={record} />
      </Row>
      <Row label={t('compensation.sheet.how')}>
        <HowComputed record={record} />
      </Row>
      {record.previousLook !== null && (
        <Row label={t('compensation.sheet.changed')}>
          <Changed record={record} look={record.previousLook} />
        </Row>
      )}
      <Row label={t('compensation.sheet.makers')}>
        <p className="b-sheet__makers">
          <span>
            {makersOf(record).map(({ id, name, acts }) => (
              <span key={id} className="b-sheet__maker">
                {name}{' '}
                <span className="r-muted">
                  {acts.map((act) => t(`compensation.makerAct.${act}`)).join(' · ')}
                </span>
              </span>
            ))}
          </span>
          <span className="r-muted">
            {t('compensation.side.hash')} <Hash value={record.contentHash} />
          </span>
        </p>
      </Row>
      <Row label={t('compensation.sheet.basis')} aside>
        <p>
          <Link to={`/outages/${outage.id}/show`}>
            {t('compensation.fact.outage', { number: outage.number, revision: outage.revision })}
          </Link>{' '}
          · {policy.name} v{policy.versionNo} · {weightProfile.name} ·{' '}
          {t('compensation.side.snapshot')} <When at={snapshot.asOfAt} zone={zone} />
        </p>
      </Row>
      <Row label={t('compensation.sheet.path')} aside>
        <PathList record={record} />
      </Row>
    </article>
  );
}

/** `aside` rows stand in the right column where there is one. */
function Row({
  label,
  aside = false,
  children,
}: {
  label: string;
  aside?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={aside ? 'b-sheet__row b-sheet__row--aside' : 'b-sheet__row'}>
      <h2>{label}</h2>
      <div>{children}</div>
    </section>
  );
}

/** What is given, to how many, and on which terms, as one sentence. */
function useSentence(record: BatchShow): string {
  const t = useTranslate();
  const locale = useLocaleName();
  const terms = useDataTerms()(record.dataTerms);
  const separator = t('compensation.sheet.and');
  const benefits = record.byBenefit
    .map(({ benefit, amount }) =>
      benefit === 'money'
        ? `${t('compensation.benefit.money')} ¥${(amount / 100).toFixed(2)}`
        : t(`compensation.sheet.gives.${benefit}`, {
            amount: formatNumber(amount, locale),
            smart_count: amount,
          }),
    )
    .join(separator);
  const args = { customers: formatNumber(record.lineCount, locale), benefits, terms };
  return t(
    record.totalMb > 0 ? 'compensation.sheet.sentence' : 'compensation.sheet.sentenceNoData',
    args,
  );
}

function Figures({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mean = record.lineCount === 0 ? 0 : Math.round(record.totalMb / record.lineCount);
  const excluded = record.exclusions
    .map(
      ({ reason, lines }) =>
        `${t(`compensation.exclusion.${reason}`)} ${formatNumber(lines, locale)}`,
    )
    .join(t('compensation.sheet.and'));
  return (
    <div className="b-sheet__figures">
      <Figure
        value={<DataAmount mb={record.totalMb} exact />}
        note={<Num value={record.totalMb / 1024} digits={2} unit="GB" />}
      />
      <Figure
        value={<Num value={record.lineCount} unit={t('compensation.unit.lines')} />}
        note={t('compensation.sheet.mean', { mb: formatNumber(mean, locale) })}
      />
      <Figure value={<Money fen={record.valueFen} />} note={t('compensation.tile.byPrices')} />
      <Figure
        value={<Num value={record.excludedCount} unit={t('compensation.unit.lines')} />}
        note={t('compensation.sheet.excluded', { reasons: excluded })}
      />
    </div>
  );
}

function Figure({ value, note }: { value: ReactNode; note: ReactNode }) {
  return (
    <div className="b-sheet__figure">
      <span>{value}</span>
      <small>{note}</small>
    </div>
  );
}

/** What this person saw last and what stands there now. */
function Changed({
  record,
  look,
}: {
  record: BatchShow;
  look: NonNullable<BatchShow['previousLook']>;
}) {
  const t = useTranslate();
  if (!look.changed)
    return <StatusWord status="ok">{t('compensation.sheet.unchanged')}</StatusWord>;
  return (
    <>
      <p role="status">
        <When at={look.at} />{' '}
        {t('compensation.sheet.changedSince', { count: look.changesSince.length })}{' '}
        <s>
          <Num value={look.totalMb} unit="MB" />
        </s>{' '}
        →{' '}
        <strong>
          <Num value={record.totalMb} unit="MB" />
        </strong>
      </p>
      {look.changesSince.length > 0 && <AdjustmentTable rows={look.changesSince} />}
    </>
  );
}
