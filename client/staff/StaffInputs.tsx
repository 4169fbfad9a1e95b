import { required, useTranslate } from 'ra-core';
import { SelectInput, TextInput } from 'ra-ui-materialui';
import { roles } from '#domain/permissions.ts';
import { FieldRow } from '../components/index.ts';

/** Six-digit codes as typed, with any separator, also the full-width one. */
export function parseAreaCodes(text: string): string[] {
  return text.split(/[\s,，、;；]+/u).filter((code) => code !== '');
}

export function StaffInputs({ mode }: { mode: 'create' | 'edit' }) {
  const t = useTranslate();
  const languages = [
    { id: 'zh', name: t('staff.languages.zh') },
    { id: 'en', name: t('staff.languages.en') },
  ];
  return (
    <>
      <FieldRow>
        <TextInput source="name" validate={required()} />
        <TextInput
          source="login"
          validate={required()}
          disabled={mode === 'edit'}
          autoComplete="off"
        />
      </FieldRow>
      <FieldRow>
        <SelectInput
          source="role"
          validate={required()}
          choices={roles.map((id) => ({ id, name: t(`shell.roles.${id}`) }))}
          translateChoice={false}
          helperText={t('staff.roleHelp')}
        />
        <SelectInput
          source="language"
          validate={required()}
          choices={languages}
          translateChoice={false}
        />
      </FieldRow>
      <TextInput
        source="areas"
        label="resources.staff.fields.areaCodes"
        helperText={t('staff.areasHelp')}
      />
    </>
  );
}
