import type { Responsibility, Severity } from '#domain/exposure.ts';
import { areaCodeOf, createRowReader } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import type { Service } from '#domain/weight-bands.ts';
import type { RowContext, RowRead } from './row-outcome.ts';
import { wordBook } from './words.ts';

/** One outage of an import. Times are epoch ms. */
export interface OutageRow {
  number: string;
  title: string;
  services: Service[];
  /** Holds for all the services. */
  severity: Severity;
  /** Six digits; one that ends in 00 is the whole city, in 0000 the whole province. */
  areaCodes: string[];
  /** Where given, they are the scope and narrow the area. */
  siteCodes: string[];
  cause: string;
  responsibility: Responsibility;
  responsibleParty: string | null;
  /** When planned work was announced. */
  announcedAt: number | null;
  /** The file has no time of detection: it is the start. */
  detectedAt: number;
  startedAt: number;
  /** Null while the outage lasts. */
  endedAt: number | null;
  zone: string;
  /** Number of the outage it is a part of. */
  parentNumber: string | null;
  /** When it was, or is, expected back. */
  estimatedAt: number | null;
}

const serviceOf = wordBook<Service>({ voice: ['语音'], sms: ['短信'], data: ['数据', '流量'] });
const severityOf = wordBook<Severity>({ full: ['中断'], degraded: ['劣化', '降质'] });
const responsibilityOf = wordBook<Responsibility>({
  own: ['自有'],
  third_party: ['第三方', 'third party'],
  force_majeure: ['不可抗力', 'force majeure'],
  planned: ['计划性', '计划'],
  customer_equipment: ['用户侧', 'customer equipment'],
});
const siteOf = (word: string): string | null =>
  /^[A-Za-z0-9_.-]{1,24}$/u.test(word) ? word : null;

/** A row of outages; lists are joined by |, times are local to the row's zone. */
export function readOutageRow(
  record: RowRecord,
  { zone: fallback, zones }: RowContext,
): RowRead<OutageRow> {
  const row = createRowReader(record);
  const zone = row.zone('zone', fallback, zones);
  const startedAt = row.time('startedAt', zone);
  const value: OutageRow = {
    number: row.code('number', 40),
    title: row.text('title', 120),
    services: row.list('services', serviceOf, {
      required: true,
      max: 24,
      reason: 'rejects.unknownWord',
    }),
    severity: row.word<Severity>('severity', severityOf, 'full'),
    areaCodes: row.list('areaCodes', areaCodeOf, {
      required: true,
      max: 200,
      reason: 'rejects.notArea',
    }),
    siteCodes: row.list('siteCodes', siteOf, {
      required: false,
      max: 1_000,
      reason: 'rejects.notCode',
    }),
    cause: row.text('cause', 60),
    responsibility: row.word<Responsibility>('responsibility', responsibilityOf, 'own'),
    responsibleParty: row.optionalText('responsibleParty', 80),
    announcedAt: row.optionalTime('announcedAt', zone),
    detectedAt: startedAt,
    startedAt,
    endedAt: row.optionalTime('endedAt', zone),
    zone: zone.name,
    parentNumber: row.optionalText('parentNumber', 40),
    estimatedAt: row.optionalTime('estimatedAt', zone),
  };
  if (value.endedAt !== null && value.endedAt <= startedAt) {
    row.reject('endedAt', 'rejects.endBeforeStart');
  }
  if (value.estimatedAt !== null && value.estimatedAt <= startedAt) {
    row.reject('estimatedAt', 'rejects.endBeforeStart');
  }
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}
