import { normaliseMsisdn } from '#domain/msisdn.ts';

/** The gateways' way of writing a number: 11 national digits. Null when it is no mainland mobile number. */
export function nationalOf(msisdn: string): string | null {
  return normaliseMsisdn(msisdn)?.slice(3) ?? null;
}
