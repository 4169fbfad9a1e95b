import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import type { CalendarFileTry, CalendarVersionRecord } from '#contract/weights.ts';
import { maxCalendarFileLength } from '#contract/weights.ts';
import { Button, Panel, StatusWord } from '../components/index.ts';
import { DayChanges } from './CalendarChanges.tsx';
import { decodeText } from './calendar-days.ts';
import { useSend } from './use-send.ts';

/** Years out of a file: read first, with what it would change and what is wrong with it, then taken. */
export function CalendarFile({ version }: { version: CalendarVersionRecord }) {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const path = `calendar-versions/${version.id}`;
  const trial = useSend<string, CalendarFileTry>({
    run: (provider, content) => provider.send('POST', `${path}/try-file`, { text: content }),
    // A year that stands already is only replaced when somebody says so.
    onDone: (read) => setChosen(read.years.filter(({ known }) => !known).map(({ year }) => year)),
  });
  const begin = (content: string) => {
    setText(content);
    trial.reset();
    if (content !== '' && content.length <= maxCalendarFileLength) trial.mutate(content);
  };
  const take = useSend<void, unknown>({
    run: (provider) =>
      provider.send('POST', `${path}/file`, { version: version.version, text, years: chosen }),
    message: 'weights.calendar.file.taken',
    onDone: () => begin(''),
  });
  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const { target } = event;
    const file = target.files?.[0];
    if (file !== undefined) begin(decodeText(await file.arrayBuffer()));
    // The same file can be chosen again once it was mended.
    target.value = '';
  };
  const read = trial.data;
  const long = text.length > maxCalendarFileLength;
  return (
    <Panel
      title={t('weights.calendar.file.title')}
      note={t('weights.calendar.file.note')}
      actions={
        <>
          <input
            ref={input}
            className="r-hidden"
            type="file"
            tabIndex={-1}
            aria-label={t('weights.calendar.file.choose')}
            accept=".json,.csv,.txt,.ics"
            onChange={(event) => void onFile(event)}
          />
          <Button icon="upload" busy={trial.isPending} onClick={() => input.current?.click()}>
            {t('weights.calendar.file.choose')}
          </Button>
        </>
      }
    >
      {text === '' && <p className="r-note">{t('weights.calendar.file.formats')}</p>}
      {long && <StatusWord status="bad">{t('weights.calendar.file.long')}</StatusWord>}
      {read !== undefined && text !== '' && (
        <>
          <FaultList read={read} />
          <FileYears read={read} chosen={chosen} onChosen={setChosen} />
          <div className="w-file__acts">
            <Button
              kind="filled"
              busy={take.isPending}
              disabled={read.faultCount > 0 || chosen.length === 0}
              onClick={() => take.mutate()}
            >
              {t('weights.calendar.file.take', { smart_count: chosen.length })}
            </Button>
            <Button onClick={() => begin('')}>{t('common.cancel')}</Button>
          </div>
        </>
      )}
    </Panel>
  );
}

function FaultList({ read }: { read: CalendarFileTry }) {
  const t = useTranslate();
  if (read.faultCount === 0)
    return (
      <p>
        <StatusWord status="ok">
          {t('weights.calendar.file.clean', { format: t(`weights.calendar.file.${read.format}`) })}
        </StatusWord>
      </p>
    );
  const place = (at: string) =>
    at === ''
      ? ''
      : t(
          /^\d+$/.test(at) && read.format !== 'json'
            ? 'weights.calendar.file.line'
            : 'weights.calendar.file.place',
          { at },
        );
  return (
    <>
      <p>
        <StatusWord status="bad">
          {t('weights.calendar.file.faults', { smart_count: read.faultCount })}
        </StatusWord>
      </p>
      <ul className="r-help r-help--bad w-faults">
        {read.faults.map((fault, index) => (
          <li key={`${fault.at}.${index}`}>
            {place(fault.at)} {t(fault.message, fault.args)}
          </li>
        ))}
      </ul>
    </>
  );
}

function FileYears(props: {
  read: CalendarFileTry;
  chosen: readonly string[];
  onChosen: (years: readonly string[]) => void;
}) {
  const { read, chosen, onChosen } = props;
  const t = useTranslate();
  if (read.years.length === 0) return null;
  return (
    <div className="w-scroll">
      <table className="r-table">
        <tbody>
          {read.years.map(({ year, known, holidays, makeupWorkdays, changes }) => (
            <tr key={year}>
              <th scope="row">
                <label className="w-check">
                  <input
                    type="checkbox"
                    checked={chosen.includes(year)}
                    onChange={(event) =>
                      onChosen(
                        event.target.checked
                          ? [...chosen, year]
                          : chosen.filter((other) => other !== year),
                      )
                    }
                  />
                  {year}
                </label>
              </th>
              <td className="w-counts">
                {t('weights.calendar.counts', {
                  holidays: holidays.length,
                  makeup: makeupWorkdays.length,
                })}
              </td>
              <td className="w-wrap">
                {known ? <DayChanges days={changes} /> : t('weights.calendar.changes.added')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
