import { useTranslate } from 'ra-core';
import type { CaseShow } from '#contract/cases.ts';
import { Button, Dialog, StatusIcon } from '../components/index.ts';
import { scriptOf } from './case-script.ts';
import { useStoryWords } from './useStory.ts';

/** What to read aloud to the customer, and what must not be said yet. */
export function ScriptDialog({ record, onClose }: { record: CaseShow; onClose: () => void }) {
  const t = useTranslate();
  const { say, silent } = scriptOf(record, useStoryWords());
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('unsubscribes.page.script.head')}
      actions={
        <Button onClick={onClose} data-first>
          {t('unsubscribes.page.script.close')}
        </Button>
      }
    >
      <p className="r-note">{t('unsubscribes.page.script.intro')}</p>
      <ol className="k-script">
        {say.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {silent.length > 0 && (
        <section className="k-script__silent">
          <h3>{t('unsubscribes.page.script.silent')}</h3>
          <ul>
            {silent.map((line) => (
              <li key={line}>
                <StatusIcon status="held" size={12} /> {line}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
