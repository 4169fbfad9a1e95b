import { ValidationError, useGetOne, useTranslate } from 'ra-core';
import { useController } from 'react-hook-form';
import type { OutageShow } from '#contract/outages.ts';
import { Button, WHOLE } from '../components/index.ts';
import { OutagePicker } from './OutagePicker.tsx';
import { OutageWord } from './words.tsx';

/** The outage this one is a part of: one fibre cut, thirty alarms. */
export function ParentField({ ownId }: { ownId?: string | undefined }) {
  const t = useTranslate();
  const { field, fieldState } = useController({ name: 'parentId' });
  const id = (field.value as string | null) ?? '';
  const { data } = useGetOne<OutageShow>(
    'outages',
    { id, meta: WHOLE },
    { enabled: id !== '', retry: false },
  );
  return (
    <div className="r-field">
      {id === '' ? (
        <OutagePicker
          label={t('outages.parent.label')}
          exceptId={ownId}
          onPick={(outage) => field.onChange(outage.id)}
        />
      ) : (
        <>
          <span className="r-label">{t('outages.parent.label')}</span>
          <div className="o-list o-list__head">
            <strong>{data?.number ?? '…'}</strong>
            <span className="r-ellipsis">{data?.title}</span>
            {data !== undefined && <OutageWord state={data.state} />}
            <Button kind="link" onClick={() => field.onChange('')}>
              {t('outages.parent.remove')}
            </Button>
          </div>
        </>
      )}
      {fieldState.error?.message !== undefined && (
        <p className="r-help r-help--bad" role="alert">
          <ValidationError error={fieldState.error.message} />
        </p>
      )}
    </div>
  );
}
