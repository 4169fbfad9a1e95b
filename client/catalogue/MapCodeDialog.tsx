import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { MappingVersionRecord, UnmappedCodeRecord } from '#contract/catalogue.ts';
import { Button, Dialog } from '../components/index.ts';
import { CodeChoice } from './CodeChoice.tsx';
import { useSave } from './useSave.ts';

/** A raw code that no rule names becomes a rule of the draft. */
export function MapCodeDialog({ row, onClose }: { row: UnmappedCodeRecord; onClose(): void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const { sourceSystem, rawCode } = row;
  const save = useSave<MappingVersionRecord>({
    run: (provider) =>
      provider.send('POST', 'unmapped-codes/map', { sourceSystem, rawCode, failureCode: code }),
    message: 'catalogue.versions.ruleSet',
    onDone: (draft) => void navigate(`/failure-codes/mapping/${draft.id}`),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('catalogue.versions.mapTitle', { system: sourceSystem, code: rawCode })}
      onSubmit={() => save.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={save.isPending} disabled={code === ''}>
            {t('catalogue.versions.intoDraft')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{row.sampleText}</p>
      <CodeChoice value={code} onChange={setCode} />
      <p className="r-help">{t('catalogue.versions.mapHelp')}</p>
    </Dialog>
  );
}
