import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { MappingRuleRecord, MappingVersionRecord } from '#contract/catalogue.ts';
import { Button, Dialog } from '../components/index.ts';
import { CodeChoice } from './CodeChoice.tsx';
import { useSave } from './useSave.ts';

/** A rule: which system, which raw code or text, which failure code. New ones are tried first. */
export function RuleDialog(props: {
  record: MappingVersionRecord;
  rule: MappingRuleRecord | null;
  onClose(): void;
}) {
  const { record, rule, onClose } = props;
  const t = useTranslate();
  const id = useId();
  const [system, setSystem] = useState(rule?.sourceSystem ?? '*');
  const [rawCode, setRawCode] = useState(rule?.rawCode ?? '');
  const [pattern, setPattern] = useState(rule?.textPattern ?? '');
  const [code, setCode] = useState(rule?.failureCode ?? '');
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  const save = useSave<MappingVersionRecord>({
    run: (provider) =>
      provider.verb('mapping-versions', record.id, rule === null ? 'add-rule' : 'change-rule', {
        version: record.version,
        rule: {
          sourceSystem: system.trim(),
          rawCode: orNull(rawCode),
          textPattern: orNull(pattern),
          failureCode: code,
        },
        ...(rule === null ? { seq: 1 } : { ruleId: rule.id }),
      }),
    message: 'catalogue.versions.ruleSet',
    onDone: onClose,
  });
  const inputs = [
    ['sourceSystem', system, setSystem, 20],
    ['rawCode', rawCode, setRawCode, 64],
    ['textPattern', pattern, setPattern, 200],
  ] as const;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('catalogue.versions.addRule')}
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
      {inputs.map(([name, value, set, max]) => (
        <div className="r-field" key={name}>
          <label htmlFor={id + name}>{t(`resources.code-mappings.fields.${name}`)}</label>
          <input
            id={id + name}
            value={value}
            maxLength={max}
            onChange={(event) => set(event.target.value)}
          />
          <p className="r-help">{t(`catalogue.versions.help.${name}`)}</p>
        </div>
      ))}
      <CodeChoice value={code} onChange={setCode} />
    </Dialog>
  );
}
