import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import {
  Num,
  Panel,
  ProgressBar,
  Tiles,
  formatNumber,
  useLocaleName,
  useVerb,
} from '../components/index.ts';

interface RunProgressProps {
  record: ImportRecord;
  label: string;
  mayCancel: boolean;
}

/** A run at work: how far in the file, how many rows so far, how long still, and a way to stop. */
export function RunProgress({ record, label, mayCancel }: RunProgressProps) {
  const t = useTranslate();
  const cancel = useVerb({ message: t('imports.cancel.requested') });
  const kb = (bytes: number) => Math.ceil(bytes / 1024);
  const stop = () =>
    cancel.mutate({
      resource: 'imports',
      id: record.id,
      verb: 'cancel',
      body: { version: record.version },
    });
  const asked = record.cancelRequested || cancel.isPending;
  return (
    <>
      <Panel title={label} note={t('imports.commit.goesOn')}>
        <ProgressBar
          done={kb(record.bytesDone)}
          total={kb(record.sizeBytes)}
          label={label}
          leftMs={record.leftMs}
          {...(mayCancel && !asked ? { onCancel: stop } : {})}
        />
        {asked && <p className="r-note">{t('imports.cancel.requested')}</p>}
      </Panel>
      <Tiles
        tiles={[
          {
            key: 'rows',
            label: t('imports.counts.rowsRead'),
            value: <Num value={record.rowsTotal} />,
            ...(record.rowsPerMinute === null
              ? {}
              : { note: <Rate perMinute={record.rowsPerMinute} /> }),
          },
          {
            key: 'landed',
            label: t(
              record.state === 'checking' ? 'imports.counts.wouldLand' : 'imports.counts.landed',
            ),
            value: <Num value={record.rowsLanded} />,
          },
          {
            key: 'bad',
            label: t('imports.counts.bad'),
            value: <Num value={record.rowsBad} />,
          },
        ]}
      />
    </>
  );
}

function Rate({ perMinute }: { perMinute: number }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return <>{t('imports.counts.rate', { rate: formatNumber(perMinute, locale) })}</>;
}
