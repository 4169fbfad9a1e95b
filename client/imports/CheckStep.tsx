import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import {
  Button,
  Panel,
  StickyActions,
  VerbButton,
  formatLocalDate,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { Counts } from './Counts.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { RejectsPanel } from './RejectsPanel.tsx';
import { RunProgress } from './RunProgress.tsx';

interface CheckStepProps {
  record: ImportRecord;
  mayRun: boolean;
  onColumns: () => void;
}

/** Step 2: what would happen, before anything does. */
export function CheckStep({ record, mayRun, onColumns }: CheckStepProps) {
  const t = useTranslate();
  if (record.state === 'checking')
    return <RunProgress record={record} label={t('imports.check.running')} mayCancel={mayRun} />;
  const checked = record.state === 'checked';
  return (
    <>
      {checked && <Counts record={record} foretold />}
      {checked && (
        <Panel>
          <Sentence record={record} />
        </Panel>
      )}
      {checked && <FindingsPanel record={record} />}
      <RejectsPanel record={record} />
      {mayRun && (
        <StickyActions>
          {checked && record.rowsLanded > 0 && <CommitButton record={record} />}
          <Button big onClick={onColumns}>
            {t(
              record.headers.length > 0
                ? 'imports.columns.change'
                : 'imports.columns.changeReading',
            )}
          </Button>
          {record.state === 'failed' && record.fileKept && (
            <VerbButton big verb="dry-run" label={t('imports.check.again')} />
          )}
        </StickyActions>
      )}
    </>
  );
}

function CommitButton({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <VerbButton
      verb="commit"
      kind="filled"
      big
      message={t('imports.commit.begun')}
      label={t('imports.check.commit', {
        count: formatNumber(record.rowsLanded, locale),
        things: t(`imports.check.things.${record.kind}`),
      })}
    />
  );
}

/** What will happen, in one sentence, and how many rows stay out. */
function Sentence({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const count = (value: number) => formatNumber(value, locale);
  const out = record.rowsTotal - record.rowsLanded;
  return (
    <div className="r-prose">
      <p>
        {record.rowsLanded === 0
          ? t('imports.check.nothing')
          : t(`imports.check.sentence.${record.kind}`, {
              landed: count(record.rowsLanded),
              joined: count(record.rowsJoined),
              asOf: record.asOfOn === null ? '' : formatLocalDate(record.asOfOn, locale, true),
            })}
      </p>
      {out > 0 && <p className="r-muted">{t('imports.check.left', { count: count(out) })}</p>}
    </div>
  );
}
