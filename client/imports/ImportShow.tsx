import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { isOfOutages } from '#domain/import-lifecycle.ts';
import {
  LoadingShape,
  LocalDate,
  PageHead,
  RecordPage,
  VerbButton,
  When,
  useUrlState,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { useMay } from '../session/SessionContext.ts';
import { CheckStep } from './CheckStep.tsx';
import { ColumnsStep } from './ColumnsStep.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { ImportSteps } from './ImportSteps.tsx';
import type { ImportStep } from './ImportSteps.tsx';
import { ResultStep } from './ResultStep.tsx';
import { ImportStateWord, formatBytes, isRunning } from './import-words.tsx';
import './imports.css';

const POLL_MS = 1_000;
const WHOLE_MS = 100;

/** At once for a short row of the list, which the page cannot use; often while a run is at work. */
function pollMs(record: ImportRecord | undefined): number | false {
  if (record === undefined) return false;
  if (!('headers' in record)) return WHOLE_MS;
  return isRunning(record) ? POLL_MS : false;
}

/** One file on its way: columns, dry run, import. Its state is the server's; the page only asks again. */
export function ImportShow() {
  useLive(['import']);
  return (
    <RecordPage<ImportRecord> refreshEvery={pollMs}>
      {(record) =>
        // The list leaves its short rows in the cache; the page needs the whole record.
        'headers' in record ? <ImportView record={record} /> : <LoadingShape shape="record" />
      }
    </RecordPage>
  );
}

function ImportView({ record }: { record: ImportRecord }) {
  const [wanted, setWanted] = useUrlState('step');
  const mayRun = useMayRun(record);
  const step = stepOf(record, wanted);
  const go = (to: ImportStep) => setWanted(to === stepOf(record, '') ? '' : to);
  return (
    <>
      <ImportHead record={record} mayRun={mayRun} />
      <ImportSteps record={record} current={step} onStep={go} />
      {record.state === 'failed' && <FailurePanel record={record} />}
      {step === 'columns' && (
        <ColumnsStep
          key={record.id}
          record={record}
          mayRun={mayRun}
          onStarted={() => setWanted('')}
        />
      )}
      {step === 'check' && (
        <CheckStep record={record} mayRun={mayRun} onColumns={() => go('columns')} />
      )}
      {step === 'result' && <ResultStep record={record} mayRun={mayRun} />}
    </>
  );
}

function ImportHead({ record, mayRun }: { record: ImportRecord; mayRun: boolean }) {
  const t = useTranslate();
  const waiting = ['uploaded', 'checked', 'failed'].includes(record.state);
  return (
    <PageHead
      title={record.fileName}
      tags={<ImportStateWord state={record.state} tag />}
      facts={[
        t(`imports.kinds.${record.kind}`),
        formatBytes(record.sizeBytes),
        record.encoding !== null &&
          t('imports.facts.encoding', { value: record.encoding.toUpperCase() }),
        t('imports.facts.zone', { value: record.zone }),
        record.asOfOn !== null && <AsOf on={record.asOfOn} />,
        <span key="by">
          {t('imports.facts.by', { name: record.createdByName })} <When at={record.createdAt} />
        </span>,
      ]}
      actions={
        mayRun &&
        waiting && (
          <VerbButton
            verb="cancel"
            kind="bad"
            label={t('imports.cancel.letGo')}
            ask={{
              title: t('imports.cancel.letGo'),
              sentence: t('imports.cancel.letGoSentence'),
              askReason: false,
            }}
          />
        )
      }
    />
  );
}

function AsOf({ on }: { on: string }) {
  const t = useTranslate();
  return (
    <span>
      {t('imports.facts.asOf', { value: '' })}
      <LocalDate on={on} withYear />
    </span>
  );
}

/** Outages are network operations' to import. */
function useMayRun(record: ImportRecord): boolean {
  const mayImport = useMay('imports.run');
  const mayOutages = useMay('outages.log');
  return mayImport && (mayOutages || !isOfOutages(record.kind));
}

function stepOf(record: ImportRecord, wanted: string): ImportStep {
  const { state } = record;
  if (state === 'committing' || state === 'committed' || state === 'cancelled') return 'result';
  if (state === 'uploaded' || state === 'receiving') return 'columns';
  if (wanted === 'columns' && state !== 'checking') return 'columns';
  return 'check';
}
