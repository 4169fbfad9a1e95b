import { useTranslate } from 'ra-core';
import type { OutageRevision } from '#contract/outages.ts';
import { formatDateTime, formatTime, localDateOf, useLocaleName } from '../components/index.ts';
import { useAreas } from './AreasField.tsx';
import type { StretchTimes } from './picture.ts';

type Change = OutageRevision['changes'][number];

const timeFields = ['announcedAt', 'detectedAt', 'startedAt', 'endedAt', 'regulatorToldAt'];
const wordFields: Record<string, string> = { responsibility: 'responsibility' };

/** The value of a fact in words. */
export function useFactText(zone: string, causeName: (code: string) => string) {
  const t = useTranslate();
  const locale = useLocaleName();
  const areas = useAreas();
  const areaName = (code: string) => {
    const area = areas.find((node) => node.area.code === code)?.area;
    return area === undefined ? code : locale === 'zh' ? area.nameZh : area.nameEn;
  };
  const stretch = ({ service, severity, startedAt, endedAt }: StretchTimes): string => {
    const words = `${t(`policies.words.services.${service}`)} ${t(`policies.words.severity.${severity}`)}`;
    if (startedAt === null && endedAt === null) return words;
    const time = (at: number | null) => (at === null ? '' : formatTime(at, zone));
    return `${words} ${time(startedAt)}–${time(endedAt)}`;
  };
  return (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (timeFields.includes(field)) return formatDateTime(Number(value), zone, locale);
    const group = wordFields[field];
    if (group !== undefined) return t(`policies.words.${group}.${String(value)}`);
    if (field === 'cause') return causeName(String(value));
    if (field === 'scopeBasis') return t(`outages.basis.${String(value)}`);
    if (field === 'evidenceIds') {
      const { length } = value as unknown[];
      return length === 0 ? '–' : t('outages.evidence.count', { smart_count: length });
    }
    if (field === 'services') {
      return (value as StretchTimes[]).map(stretch).join(t('policies.comma'));
    }
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
    if (Array.isArray(value)) {
      const shown = value.map((one) =>
        field === 'areaCodes' ? areaName(String(one)) : String(one),
      );
      return shown.join(t('policies.comma')) || '–';
    }
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
  };
}

/** Both times of one day: the date is said once. */
function shortPair(change: Change, zone: string): [string, string] | null {
  if (!timeFields.includes(change.field)) return null;
  const { from, to } = change;
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  if (localDateOf(from, zone) !== localDateOf(to, zone)) return null;
  return [formatTime(from, zone), formatTime(to, zone)];
}

/** What a revision changed: field, the old struck through, the new. */
export function Changes(props: {
  changes: readonly Change[];
  zone: string;
  causeName: (code: string) => string;
}) {
  const { changes, zone, causeName } = props;
  const t = useTranslate();
  const text = useFactText(zone, causeName);
  return (
    <>
      {changes.map((change) => {
        const [from, to] = shortPair(change, zone) ?? [
          text(change.field, change.from),
          text(change.field, change.to),
        ];
        return (
          <div className="o-change" key={change.field}>
            <span className="r-muted">{t(`resources.outages.fields.${change.field}`)}</span>{' '}
            {from !== '–' && <s>{from}</s>} {to}
          </div>
        );
      })}
    </>
  );
}
