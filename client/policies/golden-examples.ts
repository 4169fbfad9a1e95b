import type { Benefit } from '#domain/policy-types.ts';
import { firstExample } from './example.ts';
import type { ExampleInput } from './example.ts';

/** An example with a result that was worked out by hand, for the template or currency it was published with. */
export interface GoldenExample {
  id: string;
  /** The template that it belongs to; its name says what it is. */
  templateId: string;
  currency: string;
  zone: string;
  input: ExampleInput;
  expected: Partial<Record<Benefit, number>>;
}

const over = (input: Partial<ExampleInput>): ExampleInput => ({
  ...firstExample,
  remaining: '100',
  planType: 'bundle',
  sites: '0',
  ...input,
});

export const goldenExamples: readonly GoldenExample[] = [
  {
    id: 'CN-01',
    templateId: 'CN-STANDARD',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    input: firstExample,
    expected: { data: 1238 },
  },
  {
    id: 'ATT-01',
    templateId: 'US-ATT-GUARANTEE-WIRELESS',
    currency: 'USD',
    zone: 'America/Chicago',
    input: over({ start: '2025-04-08T10:00', end: '2025-04-08T11:01', fee: '65', sites: '10' }),
    expected: { money: 217 },
  },
  {
    id: 'ES16-01',
    templateId: 'ES-RD899-ART16-INTERNET',
    currency: 'EUR',
    zone: 'Europe/Madrid',
    input: over({ start: '2025-04-10T08:00', end: '2025-04-11T20:00', fee: '40' }),
    expected: { money: 200 },
  },
  {
    id: 'TRAI-01',
    templateId: 'IN-TRAI-QOS-2024',
    currency: 'INR',
    zone: 'Asia/Kolkata',
    input: over({
      start: '2025-05-01T06:00',
      end: '2025-05-02T20:00',
      fee: '600',
      scope: 'district',
      billDay: '2',
    }),
    expected: { money: 4000 },
  },
  {
    id: 'NL-02',
    templateId: 'NL-TW-COMPENSATIE',
    currency: 'EUR',
    zone: 'Europe/Amsterdam',
    input: over({ start: '2025-04-10T08:00', end: '2025-04-10T21:00', fee: '45' }),
    expected: { money: 150 },
  },
  {
    id: 'KR-08',
    templateId: 'KR-KT-GOODWILL-2021',
    currency: 'KRW',
    zone: 'Asia/Seoul',
    input: over({ start: '2021-10-25T11:16', end: '2021-10-25T12:45', fee: '50000' }),
    expected: { money: 1008 },
  },
  {
    id: 'JP-01',
    templateId: 'JP-KDDI-2022',
    currency: 'JPY',
    zone: 'Asia/Tokyo',
    input: over({ start: '2022-07-02T01:35', end: '2022-07-04T15:00', fee: '3000' }),
    expected: { money: 394 },
  },
];
