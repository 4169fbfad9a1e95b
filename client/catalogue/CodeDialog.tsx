import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CatalogueVersionRecord, CodeEntry } from '#contract/catalogue.ts';
import { codeOwners, failureCategories, retryClass } from '#contract/catalogue.ts';
import { Button, Dialog } from '../components/index.ts';
import { useSave } from './useSave.ts';

export const newCode: CodeEntry = {
  code: '',
  category: 'technical',
  nameZh: '',
  nameEn: '',
  retry: 'auto',
  owner: 'system',
  remedyZh: '',
  remedyEn: '',
  messageId: null,
  countsAsFailure: true,
  policyRefusal: false,
  retryTries: null,
  retryBaseSeconds: null,
  retryCapSeconds: null,
  retryJitterPercent: null,
};

const draftKey = (code: string) => `redress.draft.code.${code}`;

function kept(entry: CodeEntry): CodeEntry {
  try {
    const text = sessionStorage.getItem(draftKey(entry.code));
    return text === null ? entry : { ...entry, ...(JSON.parse(text) as CodeEntry) };
  } catch {
    return entry;
  }
}

/** Edits a code into the draft under way, which is made where there is none. What is typed survives a refresh. */
export function CodeDialog(props: { entry: CodeEntry; isNew: boolean; onClose(): void }) {
  const { isNew, onClose } = props;
  const t = useTranslate();
  const navigate = useNavigate();
  const [entry, setEntry] = useState(() => kept(props.entry));
  const change = (part: Partial<CodeEntry>) => {
    const next = { ...entry, ...part };
    setEntry(next);
    sessionStorage.setItem(draftKey(props.entry.code), JSON.stringify(next));
  };
  const save = useSave<CatalogueVersionRecord>({
    run: async (provider) => {
      const draft = await provider.send<CatalogueVersionRecord>('POST', 'catalogue-versions');
      return provider.verb('catalogue-versions', draft.id, 'set-code', {
        version: draft.version,
        entry,
      });
    },
    message: 'catalogue.versions.codeSet',
    onDone: (draft) => {
      sessionStorage.removeItem(draftKey(props.entry.code));
      onClose();
      void navigate(`/failure-codes/versions/${draft.id}`);
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isNew ? t('catalogue.versions.newCode') : entry.code}
      onSubmit={() => save.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={save.isPending}>
            {t('catalogue.versions.intoDraft')}
          </Button>
        </>
      }
    >
      <div className="g-form">
        {isNew && <Head entry={entry} change={change} />}
        <Words entry={entry} change={change} />
        <Acts entry={entry} change={change} />
        <RetryNumbers entry={entry} change={change} />
      </div>
    </Dialog>
  );
}

interface PartProps {
  entry: CodeEntry;
  change(part: Partial<CodeEntry>): void;
}

function TextField(props: {
  label: string;
  value: string;
  max: number;
  onChange(text: string): void;
}) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        value={props.value}
        maxLength={props.max}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}

function ChoiceField<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { id: T; label: string }[];
  onChange(id: T): void;
}) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => {
          const chosen = props.options.find((one) => one.id === event.target.value);
          if (chosen !== undefined) props.onChange(chosen.id);
        }}
      >
        {props.options.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Head({ entry, change }: PartProps) {
  const t = useTranslate();
  return (
    <>
      <TextField
        label={t('catalogue.code')}
        value={entry.code}
        max={6}
        onChange={(code) => change({ code: code.toUpperCase() })}
      />
      <ChoiceField
        label={t('catalogue.versions.field.category')}
        value={entry.category}
        options={failureCategories.map((id) => ({ id, label: t(`common.categories.${id}`) }))}
        onChange={(category) => change({ category })}
      />
    </>
  );
}

const wordFields = [
  ['nameZh', 120],
  ['nameEn', 120],
  ['remedyZh', 300],
  ['remedyEn', 300],
] as const;

function Words({ entry, change }: PartProps) {
  const t = useTranslate();
  return wordFields.map(([field, max]) => (
    <TextField
      key={field}
      label={t(`catalogue.versions.field.${field}`)}
      value={entry[field]}
      max={max}
      onChange={(text) => change({ [field]: text })}
    />
  ));
}

function Acts({ entry, change }: PartProps) {
  const t = useTranslate();
  const field = (name: string) => t(`catalogue.versions.field.${name}`);
  return (
    <>
      <ChoiceField
        label={field('retry')}
        value={entry.retry}
        options={retryClass.options.map((id) => ({ id, label: t(`catalogue.retry.${id}`) }))}
        onChange={(retry) => change({ retry })}
      />
      <ChoiceField
        label={field('owner')}
        value={entry.owner}
        options={codeOwners.map((id) => ({ id, label: t(`catalogue.owner.${id}`) }))}
        onChange={(owner) => change({ owner })}
      />
      <TextField
        label={field('messageId')}
        value={entry.messageId ?? ''}
        max={8}
        onChange={(text) => change({ messageId: text.trim() === '' ? null : text.trim() })}
      />
      <div className="r-field g-checks">
        {(['countsAsFailure', 'policyRefusal'] as const).map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={entry[name]}
              onChange={(event) => change({ [name]: event.target.checked })}
            />
            {field(name)}
          </label>
        ))}
      </div>
    </>
  );
}

const retryFields = [
  'retryTries',
  'retryBaseSeconds',
  'retryCapSeconds',
  'retryJitterPercent',
] as const;

/** Empty is the default of the class. */
function RetryNumbers({ entry, change }: PartProps) {
  const t = useTranslate();
  const id = useId();
  return retryFields.map((name) => (
    <div className="r-field" key={name}>
      <label htmlFor={id + name}>{t(`catalogue.versions.field.${name}`)}</label>
      <input
        id={id + name}
        type="number"
        min={0}
        value={entry[name] ?? ''}
        placeholder={t('catalogue.versions.classDefault')}
        onChange={(event) =>
          change({ [name]: event.target.value === '' ? null : Number(event.target.value) })
        }
      />
    </div>
  ));
}
