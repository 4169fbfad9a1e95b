/** What a calendar file (RFC 5545) says of one event, as far as days off need it. */
export interface IcsEvent {
  /** The line it begins on. */
  line: number;
  title: string;
  /** As written: '20270101'. */
  from: string;
  /** The day after its last one; null where the file gives a length, or nothing. */
  until: string | null;
  days: number;
  wholeDay: boolean;
  repeats: boolean;
  /** It names a day that is worked. */
  works: boolean;
}

interface Line {
  number: number;
  name: string;
  value: string;
}

/** Long lines are folded: what begins with a blank belongs to the line before. */
function unfolded(text: string): Line[] {
  const lines: { number: number; text: string }[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const last = lines.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.text += line.slice(1);
    else lines.push({ number: index + 1, text: line });
  }
  return lines.map(({ number, text: line }) => {
    const [head = '', ...rest] = line.split(':');
    return { number, name: (head.split(';')[0] ?? '').toUpperCase(), value: rest.join(':').trim() };
  });
}

const worked = /班|make-?up|\bwork(ing)?[ _-]?day\b/iu;

function lengthOf(duration: string | undefined): number {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration ?? 'P1D');
  return found === null ? 0 : Number(found[1] ?? 0) * 7 + Number(found[2] ?? 0);
}

function eventOf(line: number, values: ReadonlyMap<string, string>): IcsEvent {
  const from = values.get('DTSTART') ?? '';
  const until = values.get('DTEND') ?? null;
  const title = (values.get('SUMMARY') ?? '').replace(/\\([,;\\])/g, '$1');
  return {
    line,
    title: title.slice(0, 60),
    from,
    until,
    days: lengthOf(values.get('DURATION')),
    wholeDay: !from.includes('T') && until?.includes('T') !== true,
    repeats: values.has('RRULE') || values.has('RDATE'),
    works: worked.test(title) || worked.test(values.get('CATEGORIES') ?? ''),
  };
}

/** The events of a file in their order; cancelled ones are left out. */
export function readEvents(text: string): IcsEvent[] {
  const events: IcsEvent[] = [];
  let open: { line: number; values: Map<string, string> } | null = null;
  let inner = 0;
  for (const { number, name, value } of unfolded(text)) {
    const what = value.toUpperCase();
    if (name === 'BEGIN' && what === 'VEVENT') open = { line: number, values: new Map() };
    else if (open === null) continue;
    else if (name === 'END' && what === 'VEVENT') {
      const event = eventOf(open.line, open.values);
      if (open.values.get('STATUS')?.toUpperCase() !== 'CANCELLED') events.push(event);
      open = null;
    } else if (name === 'BEGIN') inner += 1;
    else if (name === 'END') inner -= 1;
    // An alarm inside an event has a summary and a duration of its own.
    else if (inner === 0) open.values.set(name, value);
  }
  return events;
}
