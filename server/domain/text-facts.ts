import { formatCivil, isCivilDate } from './civil-date.ts';
import { parseYuan } from './yuan.ts';

/** Facts that a system's message states besides its code. */
export interface TextFacts {
  /** Last day of a contract or promotion, 'YYYY-MM-DD'. */
  contractEndOn?: string;
  /** What leaving early costs, in fen. */
  exitFeeFen?: number;
}

const END_DATE =
  /(?:到期(?:日期|日|时间)?|截止(?:日期|日)?|有效期至|协议期至|合约期至|expires?(?: on)?|ends?(?: on)?|until)\s{0,4}[为是:至]?\s{0,4}([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?![0-9])/iu;
const EXIT_FEE =
  /(?:违约金|解约费|解约金|提前解约|exit fee)\s{0,4}(?:需付|需支付|应付|金额|为|是|:)?\s{0,4}¥?\s{0,4}([0-9]{1,7}(?:\.[0-9]{1,2})?)\s{0,4}元?/iu;

/** Reads the contract's end and the exit fee where the text states them; an impossible date is no fact. */
export function readTextFacts(text: string): TextFacts {
  const searched = text.slice(0, 1_000).normalize('NFKC');
  const facts: TextFacts = {};
  const end = END_DATE.exec(searched);
  if (end !== null) {
    const parts = {
      year: Number(end[1]),
      month: Number(end[2] ?? end[4]),
      day: Number(end[3] ?? end[5]),
    };
    if (isCivilDate(parts.year, parts.month, parts.day)) facts.contractEndOn = formatCivil(parts);
  }
  const fee = EXIT_FEE.exec(searched)?.[1];
  const feeFen = fee === undefined ? null : parseYuan(fee);
  if (feeFen !== null) facts.exitFeeFen = feeFen;
  return facts;
}
