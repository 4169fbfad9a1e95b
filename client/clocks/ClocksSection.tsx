import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CaseShow } from '#contract/cases.ts';
import type { CaseClock, CaseClocks } from '#contract/clocks.ts';
import {
  Money,
  SideSection,
  StatusWord,
  When,
  formatDateTime,
  formatDuration,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { ComplaintButton, Complaints } from './Complaints.tsx';
import { useCaseClocks } from './useCaseClocks.ts';
import './clocks.css';

/** Side section of the case page: every clock with its bar, the next charge, and the complaints. */
export function ClocksSection({
  record,
}: {
  record: Pick<CaseShow, 'id' | 'version' | 'mayWork'>;
}) {
  const t = useTranslate();
  const mayWork = useMay('cases.work') && record.mayWork;
  const { data } = useCaseClocks(record.id, record.version);
  return (
    <SideSection
      title={t('clocks.side.title')}
      link={<Link to="/clock-policies">{t('clocks.side.rules')}</Link>}
    >
      {data !== undefined && <Clocks data={data} />}
      {data !== undefined && (
        <Complaints record={record} complaints={data.complaints} mayReply={mayWork} />
      )}
      {mayWork && (
        <div className="t-acts">
          <ComplaintButton record={record} />
        </div>
      )}
    </SideSection>
  );
}

function Clocks({ data }: { data: CaseClocks }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const running = data.clocks.filter(({ state }) => state !== 'stopped');
  const stopped = data.clocks.filter(({ state }) => state === 'stopped');
  return (
    <>
      {running.length === 0 && <p className="r-muted">{t('clocks.side.none')}</p>}
      {running.map((clock) => (
        <Running key={clock.id} clock={clock} charge={data.nextCharge} />
      ))}
      {data.unset.map((one) => (
        <div key={one.kind} className="t-clock t-clock--done">
          <span>{locale === 'zh' ? one.nameZh : one.nameEn}</span>
          <span>{t('clocks.side.unset')}</span>
        </div>
      ))}
      {stopped.map((clock) => (
        <Stopped key={clock.id} clock={clock} />
      ))}
    </>
  );
}

function useName(clock: CaseClock): string {
  return useLocaleName() === 'zh' ? clock.nameZh : clock.nameEn;
}

const tones: Readonly<Record<CaseClock['state'], Status>> = {
  running: 'open',
  paused: 'held',
  warned: 'wait',
  breached: 'bad',
  stopped: 'none',
};

/** How much of the clock has run, between nothing and all of it. */
export function shareOf(clock: CaseClock, now: number): number {
  if (clock.dueAt === null) return 0;
  const at = clock.pausedSince ?? now;
  const length = clock.dueAt - clock.startedAt;
  const share = length <= 0 ? 1 : (at - clock.startedAt) / length;
  return Math.min(Math.max(share, 0.02), 1);
}

function Running({ clock, charge }: { clock: CaseClock; charge: CaseClocks['nextCharge'] }) {
  const t = useTranslate();
  const now = useNow();
  const name = useName(clock);
  const tone = tones[clock.state];
  return (
    <div>
      <div className="t-clock">
        <span>
          {name}
          {clock.provisional && <span className="r-note"> {t('clocks.side.provisional')}</span>}
        </span>
        {clock.kind === 'next_charge' && charge !== null ? (
          <Charge at={charge.at} fen={charge.fen} />
        ) : (
          <StatusWord
            status={tone}
            title={t(
              clock.state === 'paused'
                ? 'clocks.side.pausedNote'
                : `clocks.clockState.${clock.state}`,
            )}
          >
            {clock.state === 'paused' ? (
              t('clocks.clockState.paused')
            ) : (
              <When at={clock.dueAt} as="due" />
            )}
          </StatusWord>
        )}
      </div>
      <div className="t-bar" aria-hidden>
        <span className={`r-fill-${tone}`} style={{ width: `${shareOf(clock, now) * 100}%` }} />
      </div>
    </div>
  );
}

/** `12月1日 ¥10.00` */
function Charge({ at, fen }: { at: number; fen: number }) {
  const { zone } = useSession();
  const locale = useLocaleName();
  const now = useNow();
  const day = formatDateTime(at, zone, locale, now).replace(/ \d\d:\d\d$/, '');
  return (
    <span>
      {day} <Money fen={fen} />
    </span>
  );
}

function Stopped({ clock }: { clock: CaseClock }) {
  const t = useTranslate();
  const name = useName(clock);
  const { stoppedAt, dueAt } = clock;
  const late =
    stoppedAt !== null && dueAt !== null && stoppedAt >= dueAt ? stoppedAt - dueAt : null;
  return (
    <div className="t-clock t-clock--done">
      <span>{name}</span>
      {late === null ? (
        <span>
          {t('clocks.side.met')} <When at={stoppedAt} />
        </span>
      ) : (
        <StatusWord status="bad">
          {t('clocks.side.missed', { value: formatDuration(late) })}
        </StatusWord>
      )}
    </div>
  );
}
