import { required, useTranslate } from 'ra-core';
import { NumberInput, SelectInput, TextInput } from 'ra-ui-materialui';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { keyScopes } from '#domain/key-scopes.ts';
import { FieldRow, FormPage } from '../components/index.ts';
import { ChoiceBoxes } from './ChoiceBoxes.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { wordOf } from './integration-words.tsx';
import './integration.css';

const terms = ['30', '90', '365', 'never'] as const;

/** A key for one system, with what it may do and until when; then the key, once. */
export function KeyCreate() {
  const t = useTranslate();
  const navigate = useNavigate();
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  return (
    <>
      <FormPage
        mode="create"
        title={t('integration.keys.make')}
        tags={t('integration.keys.lead')}
        defaultValues={{ term: '365', ratePerMinute: 120, scopes: [] }}
        transform={({ term, ...data }) => ({
          ...data,
          expiresInDays: term === 'never' ? null : Number(term),
        })}
        redirect={false}
        saveLabel={t('integration.keys.make')}
        onDone={(record) => setMade({ name: String(record.name), key: String(record.key) })}
      >
        <TextInput
          source="name"
          validate={required()}
          helperText={t('integration.keys.nameHelp')}
        />
        <ChoiceBoxes
          source="scopes"
          label={t('resources.access-keys.fields.scopes')}
          choices={keyScopes.map((id) => ({
            id,
            name: t(`integration.scopes.${wordOf(id)}`),
            note: id,
          }))}
        />
        <FieldRow>
          <SelectInput
            source="term"
            label={t('integration.keys.term')}
            validate={required()}
            choices={terms.map((id) => ({ id, name: t(`integration.keys.terms.${id}`) }))}
            translateChoice={false}
          />
          <NumberInput
            source="ratePerMinute"
            validate={required()}
            min={1}
            max={6000}
            helperText={t('integration.keys.rateHelp')}
          />
        </FieldRow>
      </FormPage>
      {made !== null && (
        <SecretDialog
          title={t('integration.keys.secretTitle', { name: made.name })}
          lead={t('integration.keys.secretLead')}
          secret={made.key}
          onClose={() => void navigate('/access-keys')}
        />
      )}
    </>
  );
}
