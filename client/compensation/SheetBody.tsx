import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { BatchClass, BatchShow } from '#contract/compensation.ts';
import { DataAmount, Duration, LoadingShape, Money, Num, When } from '../components/index.ts';
import { AdjustmentTable } from './AdjustmentsTab.tsx';
import { useClasses, useClassWords } from './ClassesTab.tsx';
import { BenefitAmount, Hash } from './words.tsx';

/** The rows of the approval sheet; it prints as it stands. */
export function SheetBody({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const { outage, policy, weightProfile, snapshot, zone } = record.pinned;
  return (
    <article className="b-sheet">
      <Row label={t('compensation.sheet.what')}>
        <p>
          {record.byBenefit.map((sum) => (
            <span key={sum.benefit} className="b-sheet__sum">
              {t(`compensation.benefit.${sum.benefit}`)}{' '}
              <strong>
                <BenefitAmount benefit={sum.benefit} amount={sum.amount} />
              </strong>{' '}
              <Num value={sum.lines} unit={t('compensation.unit.lines')} />
            </span>
          ))}
        </p>
        <p className="r-muted">{termsOf(record, t)}</p>
      </Row>
      <Row label={t('compensation.sheet.why')}>
        <p>
          <When at={outage.startedAt} zone={outage.zone} /> –{' '}
          <When at={outage.endedAt} zone={outage.zone} as="time" /> · {outage.title} ·{' '}
          <Duration ms={outage.endedAt - outage.startedAt} /> ·{' '}
          {t(`compensation.responsibility.${outage.responsibility}`)}
        </p>
        <p className="r-muted">
          {t('compensation.fact.outage', { number: outage.number, revision: outage.revision })}
        </p>
      </Row>
      <Row label={t('compensation.sheet.howMuch')}>
        <div className="b-sheet__figures">
          <Figure
            value={<DataAmount mb={record.totalMb} exact />}
            note={<DataAmount mb={record.totalMb} />}
          />
          <Figure
            value={<Num value={record.lineCount} unit={t('compensation.unit.lines')} />}
            note={t('compensation.field.customers')}
          />
          <Figure value={<Money fen={record.valueFen} />} note={t('compensation.tile.byPrices')} />
          <Figure
            value={<Num value={record.excludedCount} unit={t('compensation.unit.lines')} />}
            note={record.exclusions
              .map(({ reason, lines }) => `${t(`compensation.exclusion.${reason}`)} ${lines}`)
              .join(' · ')}
          />
        </div>
      </Row>
      <Row label={t('compensation.sheet.how')}>
        <ClassTable record={record} />
      </Row>
      {record.previousLook?.changed === true && (
        <Row label={t('compensation.sheet.changed')}>
          <p role="status">
            {t('compensation.sheet.changedSince', {
              count: record.previousLook.changesSince.length,
            })}{' '}
            <s>
              <Num value={record.previousLook.totalMb} unit="MB" />
            </s>{' '}
            →{' '}
            <strong>
              <Num value={record.totalMb} unit="MB" />
            </strong>
          </p>
          {record.previousLook.changesSince.length > 0 && (
            <AdjustmentTable rows={record.previousLook.changesSince} />
          )}
        </Row>
      )}
      <Row label={t('compensation.sheet.basis')}>
        <p>
          {policy.name} v{policy.versionNo} · {weightProfile.name} ·{' '}
          {t('compensation.side.snapshot')} <When at={snapshot.asOfAt} zone={zone} />
        </p>
      </Row>
      <Row label={t('compensation.sheet.makers')}>
        <p>
          {[...new Set(record.makers.map(({ name }) => name))].join('、')}
          <span className="b-sheet__hash">
            {t('compensation.side.hash')} <Hash value={record.contentHash} />
          </span>
        </p>
      </Row>
      {record.tier !== null && (
        <Row label={t('compensation.sheet.path')}>
          <p>
            {t(`compensation.tier.${record.tier}`)} · {record.approvalsGiven}/
            {record.approvalsNeeded}
          </p>
        </Row>
      )}
    </article>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="b-sheet__row">
      <h2>{label}</h2>
      <div>{children}</div>
    </section>
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

function termsOf(record: BatchShow, t: ReturnType<typeof useTranslate>): string {
  const { validity, scope, usedFirst, carriedOver } = record.dataTerms;
  return [
    validity.kind === 'days'
      ? t('compensation.terms.days', { days: validity.days })
      : t('compensation.terms.endOfNextMonth'),
    t(`compensation.terms.${scope}`),
    ...(usedFirst ? [t('compensation.terms.usedFirst')] : []),
    ...(carriedOver ? [] : [t('compensation.terms.notCarried')]),
  ].join(' · ');
}

/** How it was computed: one row a class, with what a line of it gets. */
function ClassTable({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const classes = useClasses(record);
  const words = useClassWords();
  if (classes.data === undefined) return <LoadingShape shape="rows" rows={4} />;
  const eligible = classes.data.filter((one) => one.eligible);
  return (
    <div className="r-scroll">
      <table className="r-table">
        <thead>
          <tr>
            <th>{t('compensation.field.plan')}</th>
            <th>{t('compensation.field.fee')}</th>
            <th>{t('compensation.field.dataLeft')}</th>
            <th>{t('compensation.field.perLine')}</th>
            <th className="r-right">{t('compensation.field.lines')}</th>
            <th className="r-right">{t('compensation.field.value')}</th>
          </tr>
        </thead>
        <tbody>
          {eligible.map((one) => (
            <tr key={one.classNo}>
              <td>{t(`compensation.planType.${one.planType}`)}</td>
              <td>{words(one).fee}</td>
              <td>{words(one).left}</td>
              <td>
                <span className="b-sums">
                  {one.benefits.map(({ benefit, amount }) => (
                    <BenefitAmount key={benefit} benefit={benefit} amount={amount} />
                  ))}
                </span>
              </td>
              <td className="r-right">
                <Num value={linesOf(one)} />
              </td>
              <td className="r-right">
                <Money fen={one.benefits.reduce((sum, { valueFen }) => sum + valueFen, 0)} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t('compensation.sheet.total')}
            </th>
            <td className="r-right">
              <Num value={record.lineCount} />
            </td>
            <td className="r-right">
              <Money fen={record.valueFen} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Lines of a class that really get something: excluded ones are out. */
const linesOf = (one: BatchClass): number =>
  one.credited.reduce((most, { items }) => Math.max(most, items), 0);
