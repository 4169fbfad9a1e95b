import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { CaseMoney, OverchargeRecord } from '#contract/money.ts';
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
          money.chargeMode === 'per_use'
            ? { key: 'fee', label: word('charging'), value: word('eachUse') }
            : { key: 'fee', label: word('fee'), value: <Money fen={money.feeFen} /> },
          effectAt !== null && { key: 'since', label: word('since'), value: day(effectAt) },
          (money.overchargeFen > 0 || money.charges.length > 0) && {
            key: 'charged',
            label: word('charged'),
            value: (
              <>
                <span className="y-basis">{word(`basis.${money.basis}`)}</span>{' '}
                <Money fen={money.overchargeFen} />
              </>
            ),
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

const isGone = ({ state }: OverchargeRecord) => state === 'void' || state === 'replaced';

/** The newest postings, each with its period and what became of it. */
function Postings({ money }: { money: CaseMoney }) {
  const t = useTranslate();
  const { charges } = money;
  if (charges.length === 0) return null;
  const wordsOf = ({ state, source, correction }: OverchargeRecord) =>
    [
      correction ? t('systems.money.correction') : '',
      source === 'derived' && !correction && state !== 'replaced'
        ? t('systems.money.estimate')
        : '',
      t(`systems.money.state.${state}`),
    ]
      .filter((word) => word !== '')
      .join(t('systems.money.comma'));
  return (
    <details className="y-postings">
      <summary>{t('systems.money.periods', { smart_count: charges.length })}</summary>
      <ul>
        {charges.slice(0, SHOWN).map((one) => (
          <li key={one.id} className={isGone(one) ? 'r-muted' : undefined}>
            <span>{one.period}</span>
            <span className="r-note">{wordsOf(one)}</span>
            <Money fen={one.fen} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Notes({ money }: { money: CaseMoney }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const now = useNow();
  const { zone } = useSession();
  const { basis, readThroughAt, verdict } = money;
  const at = readThroughAt === null ? '' : formatDateTime(readThroughAt, zone, locale, now);
  const asked = verdict !== 'refused' && verdict !== 'not_a_failure';
  const unread = asked && basis === 'estimated';
  const notes = [
    t(`systems.money.why.${verdict}`),
    asked && basis !== 'estimated' && t(`systems.money.told.${basis}`, { at }),
    asked && money.chargeMode === 'per_use' && t('systems.money.perUse'),
    unread && money.charges.length > 0 && t('systems.money.derived'),
    asked && money.readFailed && t('systems.money.readFailed'),
    !money.billDayKnown && money.nextCharge !== null && t('systems.money.noBillDay'),
  ].filter((note): note is string => typeof note === 'string' && note !== '');
  return notes.map((note) => (
    <p key={note} className="r-note">
      {note}
    </p>
  ));
}
