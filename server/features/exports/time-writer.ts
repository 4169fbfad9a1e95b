import { localDateAt, type Zone } from '#domain/time.ts';

const DAY_S = 86_400;
const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** 'YYYY-MM-DD HH:mm:ss' of instants in a zone; a file has a million of them, on few days. */
export function createTimeWriter(zone: Zone): (at: number) => string {
  const dates = new Map<number, string>();
  return (at) => {
    const seconds = Math.floor((at + zone.offsetMsAt(at)) / 1000);
    const day = Math.floor(seconds / DAY_S);
    let date = dates.get(day);
    if (date === undefined) {
      date = localDateAt(zone, at);
      dates.set(day, date);
    }
    const rest = seconds - day * DAY_S;
    const minutes = Math.floor(rest / 60);
    return `${date} ${two[Math.floor(minutes / 60)] ?? ''}:${two[minutes % 60] ?? ''}:${two[rest % 60] ?? ''}`;
  };
}
