import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { CaseMoney } from '#contract/money.ts';
import {
  KeyValues,
  Money,
  SideSection,
  formatDateTime,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import './systems.css';

const SHOWN = 6;

/** The day of an instant in the operator's zone: 12月1日, 1 Dec. */
function useDay(): (at: number) => string {
  const { zone } = useSession();
  const locale = useLocaleName();
  const now = useNow();
  return (at) => formatDateTime(at, zone, locale, now).replace(/ \d\d:\d\d$/, '');
}

/** Side section of the case page: what was charged since the cancel should have held, and the next charge. */
export function MoneySection({ caseId, version }: { caseId: string; version?: number }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['cases', caseId, 'money', version],
    queryFn: ({ signal }) => dataProvider.read<CaseMoney>(`cases/${caseId}/money`, {}, signal),
    placeholderData: (before) => before,
  });
  return (
    <SideSection
      title={t('systems.money.title')}
      link={data === undefined ? undefined : t(`systems.money.mode.${data.chargeMode}`)}
    >
      {data !== undefined && <MoneyFacts money={data} />}
    </SideSection>
  );
}

function MoneyFacts({ money }: { money: CaseMoney }) {
  const t = useTranslate();
  const day = useDay();
  const word = (key: string) => t(`systems.money.${key}`);
  const { effectAt, nextCharge } = money;
  return (
    <>
      <KeyValues
        rows={[
          { key: 'fee', label: word('fee'), value: <Money fen={money.feeFen} /> },
          effectAt !== null && { key: 'since', label: word('since'), value: day(effectAt) },
          money.overchargeFen > 0 && {
            key: 'charged',
            label: word('charged'),
            value: <Money fen={money.overchargeFen} />,
          },
          money.refundedFen > 0 && {
            key: 'refunded',
            label: word('refunded'),
            value: <Money fen={money.refundedFen} />,
          },
          money.dueFen > 0 && {
            key: 'due',
            label: word('due'),
            value: <Money fen={money.dueFen} />,
            strong: true,
          },
          nextCharge !== null && {
            key: 'next',
            label: word('next'),
            value: (
              <span>
                {day(nextCharge.at)} <Money fen={nextCharge.fen} />
              </span>
            ),
          },
        ]}
      />
      <Postings money={money} />
      <Notes money={money} />
    </>
  );
}

/** The newest postings, each with its period and what became of it. */
function Postings({ money }: { money: CaseMoney }) {
  const t = useTranslate();
  const { charges } = money;
  if (charges.length === 0) return null;
  return (
    <details className="y-postings">
      <summary>{t('systems.money.periods', { smart_count: charges.length })}</summary>
      <ul>
        {charges.slice(0, SHOWN).map((one) => (
          <li key={one.id} className={one.state === 'void' ? 'r-muted' : undefined}>
            <span>{one.period}</span>
            <span className="r-note">{t(`systems.money.state.${one.state}`)}</span>
            <Money fen={one.fen} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Notes({ money }: { money: CaseMoney }) {
  const t = useTranslate();
  const why = t(`systems.money.why.${money.verdict}`);
  const derived =
    money.charges.length > 0 && money.charges.every((one) => one.source === 'derived');
  const notes = [
    why,
    money.chargeMode === 'per_use' && money.verdict === 'counted' && t('systems.money.perUse'),
    derived && t('systems.money.derived'),
    !money.billDayKnown && money.nextCharge !== null && t('systems.money.noBillDay'),
  ].filter((note): note is string => typeof note === 'string' && note !== '');
  return notes.map((note) => (
    <p key={note} className="r-note">
      {note}
    </p>
  ));
}
