import { useTranslate } from 'ra-core';
import { Button, StatusWord } from '../components/index.ts';
import { partKeys } from './rule-rows.ts';
import type { PolicyEditor } from './use-policy-editor.ts';

interface NotesProps {
  editor: PolicyEditor;
  faults: ReadonlyMap<string, string>;
  half: number;
}

/** The part of the page at which a fault stands. */
const anchorOf = (path: string): string => {
  const [part = ''] = path.split('.');
  const known = partKeys.find((key) => part.startsWith(key));
  return `part-${known ?? (part === 'weightProfileId' ? 'counting' : 'caps')}`;
};

/** What a draft needs said above its form: typed before, overtaken, wrong, unfinished. */
export function DraftNotes({ editor, faults, half }: NotesProps) {
  const t = useTranslate();
  return (
    <>
      {editor.restored && !editor.overtaken && (
        <p className="r-draft" role="status">
          {t('common.draftRestored')}
          <Button kind="link" onClick={editor.reset}>
            {t('common.draftDiscard')}
          </Button>
        </p>
      )}
      {editor.overtaken && (
        <p className="r-draft" role="alert">
          {t('policies.edit.overtaken')}
          <Button kind="link" onClick={editor.rebase}>
            {t('policies.edit.keepMine')}
          </Button>
          <Button kind="link" onClick={editor.reset}>
            {t('policies.edit.discard')}
          </Button>
        </p>
      )}
      {(faults.size > 0 || half > 0) && (
        <div className="p-faults" role="status">
          <StatusWord status="bad">
            {faults.size > 0
              ? t('policies.edit.faults', { smart_count: faults.size })
              : t('policies.edit.halfFields', { smart_count: half })}
          </StatusWord>
          <ul>
            {[...faults].map(([path, text]) => (
              <li key={path}>
                <a href={`#${anchorOf(path)}`}>{text}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
