import { useTranslate } from 'ra-core';
import type { ImportRecord } from '#contract/imports.ts';
import { LinkButton, Panel, StickyActions, When } from '../components/index.ts';
import { Counts } from './Counts.tsx';
import { FindingsPanel } from './FindingsPanel.tsx';
import { RejectsPanel } from './RejectsPanel.tsx';
import { RunProgress } from './RunProgress.tsx';

/** Step 3: the landing and what came of it. */
export function ResultStep({ record, mayRun }: { record: ImportRecord; mayRun: boolean }) {
  const t = useTranslate();
  if (record.state === 'committing')
    return <RunProgress record={record} label={t('imports.commit.running')} mayCancel={mayRun} />;
  const cut = record.state === 'cancelled';
  // A file that was let go after its dry run only foretold; then nothing landed.
  const ran = !cut || record.bytesDone > 0;
  return (
    <>
      <Panel>
        <p className="r-prose">
          {cut ? (
            t(ran ? 'imports.commit.cancelled' : 'imports.commit.letGo')
          ) : (
            <Done record={record} />
          )}
        </p>
      </Panel>
      {ran && <Counts record={record} foretold={false} />}
      {ran && <FindingsPanel record={record} />}
      {ran && <RejectsPanel record={record} />}
      <StickyActions>
        {record.rowsLanded > 0 && ran && <ResultLink record={record} />}
        {mayRun && (
          <LinkButton to="/imports/create" icon="upload" big>
            {t('imports.commit.nextFile')}
          </LinkButton>
        )}
      </StickyActions>
    </>
  );
}

function Done({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const [before = '', after = ''] = t('imports.commit.done', { when: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <When at={record.finishedAt} />
      {after}
    </>
  );
}

/** Where what landed can be seen. */
function ResultLink({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const filter = encodeURIComponent(JSON.stringify({ importId: [record.id] }));
  switch (record.kind) {
    case 'unsubscribes':
    case 'tmf641':
    case 'reconciliation':
    case 'relations':
      return (
        <LinkButton to={`/cases?filter=${filter}`} kind="filled" icon="list" big>
          {t('imports.commit.toQueue')}
        </LinkButton>
      );
    case 'outages':
    case 'outage_effects':
      return (
        <LinkButton to="/outages" kind="filled" icon="pulse" big>
          {t('imports.commit.toOutages')}
        </LinkButton>
      );
    case 'volumes':
      return (
        <LinkButton to="/dashboard" kind="filled" icon="grid" big>
          {t('imports.commit.toReports')}
        </LinkButton>
      );
    case 'subscribers':
      return null;
  }
}
