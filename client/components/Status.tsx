import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { StatusIcon } from './StatusIcon.tsx';
import type { Status } from './StatusIcon.tsx';

interface StatusProps {
  status: Status;
  children: ReactNode;
  title?: string;
}

/** Shape and word in the status colour, without a ground: for table cells and lists. */
export function StatusWord({ status, children, title }: StatusProps) {
  return (
    <span className={`r-status r-ink-${status}`} title={title}>
      <StatusIcon status={status} />
      <span className="r-ellipsis">{children}</span>
    </span>
  );
}

/** The same on its soft ground: for page heads and cards only. */
export function StatusTag({ status, children, title }: StatusProps) {
  return (
    <span className={`r-tag r-tag--${status}`} title={title}>
      <StatusIcon status={status} size={12} />
      {children}
    </span>
  );
}

/** Systems in the one order in which lamps stand. */
export const systems = ['crm', 'platform', 'network', 'billing'] as const;
export type SystemName = (typeof systems)[number];

export type LampStates = Partial<Record<SystemName, { status: Status; label: string }>>;

/** A lamp by itself: 12 px, with system and state as its name. */
export function Lamp({
  system,
  status,
  label,
}: {
  system: SystemName;
  status: Status;
  label: string;
}) {
  const t = useTranslate();
  const text = t('common.lamp', { system: t(`common.systems.${system}`), state: label });
  return <StatusIcon status={status} size={12} label={text} />;
}

/** Four lamps in a table row, in the order CRM, platform, network, billing. */
export function LampRow({ lamps }: { lamps: LampStates }) {
  const t = useTranslate();
  return (
    <span className="r-lamps">
      {systems.map((system) => {
        const lamp = lamps[system] ?? { status: 'none' as const, label: t('common.status.none') };
        return <Lamp key={system} system={system} status={lamp.status} label={lamp.label} />;
      })}
    </span>
  );
}

/** The heads of the four lamp columns. */
export function LampHeads() {
  const t = useTranslate();
  return (
    <span className="r-lamps r-lamps--heads">
      {systems.map((system) => (
        <abbr key={system} title={t(`common.systems.${system}`)}>
          {t(`common.systemsShort.${system}`)}
        </abbr>
      ))}
    </span>
  );
}

export interface LampDetail {
  system: SystemName;
  /** What the system is, in small type: VAS / SP, HLR. */
  detail?: string | undefined;
  status: Status;
  wanted: ReactNode;
  wantedSince?: ReactNode;
  actual: ReactNode;
  actualSince?: ReactNode;
  seen?: ReactNode;
}

/** Four lamps side by side, each wanted → actual; only one that disagrees has a tinted ground. */
export function LampPanel({ lamps }: { lamps: readonly LampDetail[] }) {
  const t = useTranslate();
  return (
    <ul className="r-lamp-panel">
      {lamps.map((lamp) => (
        <li key={lamp.system} className={`r-lamp-card r-lamp-card--${lamp.status}`}>
          <div className="r-lamp-card__head">
            <strong>{t(`common.systems.${lamp.system}`)}</strong>
            <span>{lamp.detail}</span>
            <span className="r-push">{lamp.seen}</span>
          </div>
          <div className="r-lamp-card__states">
            <span>{lamp.wanted}</span>
            <span className="r-arrow" aria-hidden>
              →
            </span>
            <StatusWord status={lamp.status}>{lamp.actual}</StatusWord>
          </div>
          <div className="r-lamp-card__dates">
            <span>{lamp.wantedSince}</span>
            <span>{lamp.actualSince}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

export const categories = [
  'sync',
  'technical',
  'policy',
  'settings',
  'user',
  'unclassified',
] as const;
export type CategoryName = (typeof categories)[number];

/** The 8 px square of a category; the label stands beside it in ink. */
export function CategoryMark(props: {
  category: CategoryName;
  children?: ReactNode;
  named?: boolean;
}) {
  const { category, children, named } = props;
  const t = useTranslate();
  const name = t(`common.categories.${category}`);
  return (
    <span className="r-category" title={name}>
      <span className="r-square" style={{ background: `var(--c-${category})` }} aria-hidden />
      {named ? <span>{name}</span> : <span className="r-hidden">{name}</span>}
      {children !== undefined && <span className="r-ellipsis">{children}</span>}
    </span>
  );
}
