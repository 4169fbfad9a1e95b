import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { MessageTemplateShow } from '#contract/messages.ts';
import { askedOf, wordOf, type TemplateTexts } from '#domain/message-text.ts';
import {
  Button,
  PageHead,
  Panel,
  RecordPage,
  SideColumn,
  SideSection,
  VerbButton,
  When,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { TextPreview } from './TextPreview.tsx';
import { useKeptText } from './useKeptText.ts';
import { TemplateWord, useTemplateName } from './words.tsx';
import './notices.css';

/** A text with its editor: what the customer reads stands beside what is written. */
export function TemplatePage() {
  return (
    <RecordPage<MessageTemplateShow> side={(record) => <Side record={record} />}>
      {(record) => <Main key={`${record.id} ${record.version}`} record={record} />}
    </RecordPage>
  );
}

function Main({ record }: { record: MessageTemplateShow }) {
  const t = useTranslate();
  const name = useTemplateName();
  const mayEdit = useMay('catalogue.edit') && record.state === 'draft';
  const kept = useKeptText(record);
  const { draft, set } = kept;
  const texts: TemplateTexts = { zh: draft.textZh, en: draft.textEn };
  return (
    <>
      <PageHead
        title={`${record.code} ${name(record.code)}`}
        tags={
          <>
            <TemplateWord state={record.state} />
            <span className="r-note">
              {t('notices.templates.versionNo', { n: record.versionNo })}
            </span>
          </>
        }
        actions={<Acts record={record} kept={kept} />}
      />
      {(['zh', 'en'] as const).map((language) => {
        const key = language === 'zh' ? 'textZh' : 'textEn';
        return (
          <Panel
            key={language}
            title={t(`notices.templates.${key}`)}
            note={`${t('notices.templates.preview')} · ${t('notices.templates.previewNote')}`}
          >
            <div className="n-editor">
              <Editor
                label={t(`notices.templates.${key}`)}
                language={language}
                value={draft[key]}
                max={language === 'zh' ? 300 : 600}
                onChange={mayEdit ? (text) => set({ [key]: text }) : null}
                texts={texts}
              />
              <TextPreview record={record} texts={texts} language={language} />
            </div>
          </Panel>
        );
      })}
      {mayEdit && (
        <Panel>
          <NoteField value={draft.note} onChange={(note) => set({ note })} />
        </Panel>
      )}
    </>
  );
}

function Editor(props: {
  label: string;
  language: 'zh' | 'en';
  value: string;
  max: number;
  onChange: ((text: string) => void) | null;
  texts: TemplateTexts;
}) {
  const { label, language, value, max, onChange, texts } = props;
  const t = useTranslate();
  const variables = askedOf(texts, language).variables;
  return (
    <div className="n-write">
      <textarea
        aria-label={label}
        lang={language}
        rows={5}
        value={value}
        maxLength={max}
        readOnly={onChange === null}
        onChange={(event) => onChange?.(event.target.value)}
      />
      <p className="r-note">
        {t('notices.templates.variables')}{' '}
        {variables.map((one) => (
          <code key={one}>{`{${wordOf(one, language)}}`}</code>
        ))}
      </p>
    </div>
  );
}

function NoteField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslate();
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('notices.templates.note')}</label>
      <input
        id={id}
        value={value}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Acts({
  record,
  kept,
}: {
  record: MessageTemplateShow;
  kept: ReturnType<typeof useKeptText>;
}) {
  const t = useTranslate();
  const session = useSession();
  const mayEdit = useMay('catalogue.edit');
  const mayPublish = useMay('catalogue.publish');
  const own =
    record.submittedBy === session.staff?.id ||
    record.makers.some(({ id }) => id === session.staff?.id);
  const busy = record.versions.some(({ state }) => state === 'draft' || state === 'submitted');
  const word = (key: string) => t(`notices.templates.${key}`);
  return (
    <>
      {mayEdit && record.state === 'draft' && <SaveButton record={record} kept={kept} />}
      {mayEdit && record.state === 'draft' && !kept.changed && (
        <VerbButton
          verb="submit"
          kind="filled"
          label={word('submit')}
          message={word('submitted')}
        />
      )}
      {mayPublish && record.state === 'submitted' && (
        <>
          <VerbButton
            verb="return"
            label={word('giveBack')}
            message={word('givenBack')}
            ask={{ title: word('giveBackTitle') }}
          />
          <VerbButton
            verb="publish"
            kind="filled"
            label={word('publish')}
            message={word('published')}
            disabled={own}
            title={own ? word('ownWork') : ''}
            ask={{
              title: word('publishTitle'),
              sentence: word('publishSentence'),
              askReason: false,
            }}
          />
        </>
      )}
      {mayEdit && record.state === 'published' && <DraftButton record={record} busy={busy} />}
    </>
  );
}

function SaveButton({
  record,
  kept,
}: {
  record: MessageTemplateShow;
  kept: ReturnType<typeof useKeptText>;
}) {
  const t = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const save = useMutation<MessageTemplateShow, HttpError>({
    mutationFn: () =>
      dataProvider.send<MessageTemplateShow>('PUT', `message-templates/${record.id}`, {
        version: record.version,
        textZh: kept.draft.textZh,
        textEn: kept.draft.textEn,
        note: kept.draft.note === '' ? null : kept.draft.note,
      }),
    onSuccess: () => {
      kept.forget();
      const text = t('notices.templates.saved');
      notify(text, { type: 'success', messageArgs: { _: text } });
      refresh();
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  if (!kept.changed) return null;
  return (
    <Button kind="filled" busy={save.isPending} onClick={() => save.mutate()}>
      {t('notices.templates.save')}
    </Button>
  );
}

/** The next version begins as a copy of the text in force. */
function DraftButton({ record, busy }: { record: MessageTemplateShow; busy: boolean }) {
  const t = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const make = useMutation<MessageTemplateShow, HttpError>({
    mutationFn: () =>
      dataProvider.send<MessageTemplateShow>('POST', 'message-templates', {
        code: record.code,
        textZh: record.textZh,
        textEn: record.textEn,
      }),
    onSuccess: (made) => {
      const text = t('notices.templates.newDraftDone');
      notify(text, { type: 'success', messageArgs: { _: text } });
      void navigate(`/message-templates/${made.id}/show`);
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  return (
    <Button
      icon="edit"
      busy={make.isPending}
      disabled={busy}
      title={busy ? t('notices.templates.draftOpen') : undefined}
      onClick={() => make.mutate()}
    >
      {t('notices.templates.newDraft')}
    </Button>
  );
}

function Side({ record }: { record: MessageTemplateShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const rule = t(`notices.templates.gateOf.${record.code}`, { _: '' });
  return (
    <SideColumn>
      <SideSection title={t('notices.templates.gates')}>
        <p>{rule === '' ? t('notices.templates.gateNone') : rule}</p>
      </SideSection>
      <SideSection title={t('notices.templates.versions')}>
        <ul className="n-versions">
          {record.versions.map((one) => (
            <li key={one.id}>
              <Link
                to={`/message-templates/${one.id}/show`}
                {...(one.id === record.id ? { 'aria-current': 'page' as const } : {})}
              >
                {t('notices.templates.versionNo', { n: one.versionNo })}
              </Link>
              <TemplateWord state={one.state} />
              <span className="r-note">
                {one.makers.length === 0
                  ? t('notices.templates.shipped')
                  : one.makers.map(({ name }) => name).join(locale === 'zh' ? '、' : ', ')}{' '}
                · <When at={one.updatedAt} as="ago" />
              </span>
              {one.note !== null && <span className="r-note">{one.note}</span>}
            </li>
          ))}
        </ul>
      </SideSection>
    </SideColumn>
  );
}
