const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const SECTIONS = ['', '万', '亿', '万亿'];

/**
 * An amount as cheques and vouchers of mainland China spell it (人民币大写): `140950` fen is 人民币壹仟肆佰零玖元伍角整.
 * Rows of zeros read as one 零; what ends in yuan or jiao closes with 整, what has fen does not. Below zero it begins
 * with 负. Throws RangeError for what is no safe integer.
 * Source: Payment and Settlement Measures (支付结算办法), annex 1, on how amounts are written.
 */
export function capitalYuan(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not whole fen: ${fen}`);
  const sign = fen < 0 ? '负' : '';
  const whole = Math.abs(fen);
  const yuan = Math.floor(whole / 100);
  const jiao = Math.floor(whole / 10) % 10;
  const rest = whole % 10;
  const small = smallMoney(yuan > 0, jiao, rest);
  const large = yuan > 0 ? `${wholeNumber(yuan)}元` : '';
  return `人民币${sign}${large + small === '' ? '零元' : large + small}${rest === 0 ? '整' : ''}`;
}

/** Jiao and fen; 零 stands for jiao that are missing between yuan and fen. */
function smallMoney(afterYuan: boolean, jiao: number, fen: number): string {
  const gap = afterYuan && jiao === 0 && fen > 0 ? '零' : '';
  const tenths = jiao > 0 ? `${DIGITS.charAt(jiao)}角` : '';
  return `${gap}${tenths}${fen > 0 ? `${DIGITS.charAt(fen)}分` : ''}`;
}

/** In sections of four digits: 壹拾万零柒仟. */
function wholeNumber(value: number): string {
  let text = '';
  for (let left = value, section = 0; left > 0; left = Math.floor(left / 10_000), section += 1) {
    const four = left % 10_000;
    const higher = left >= 10_000;
    const word = four === 0 ? '' : fourDigits(four, higher) + (SECTIONS[section] ?? '');
    // A section without anything leaves one 零 before what follows it.
    const gap = four === 0 && higher && text !== '' && !text.startsWith('零') ? '零' : '';
    text = word + gap + text;
  }
  return text;
}

/** One section; begins with 零 where a higher one stands before it and its thousands are missing. */
function fourDigits(value: number, afterHigher: boolean): string {
  let text = '';
  let gap = afterHigher && value < 1000;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) gap ||= text !== '';
    else {
      text += `${gap ? '零' : ''}${DIGITS.charAt(digit)}${PLACES[place] ?? ''}`;
      gap = false;
    }
  }
  return text;
}
