import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { PolicyTemplateRecord } from '#contract/policies.ts';
import { Button, ErrorState, LoadingShape, Page, PageHead, Panel } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { NewDraftDialog } from './NewDraft.tsx';
import { RuleSections } from './RuleSections.tsx';
import './policies.css';

/** Published schemes as rules, to be read and copied. */
export function TemplateGallery() {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['policy-templates'],
    queryFn: ({ signal }) =>
      dataProvider.read<PolicyTemplateRecord[]>('policy-templates', undefined, signal),
  });
  return (
    <Page>
      <PageHead title={t('policies.templates.title')} facts={[t('policies.templates.lead')]} />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <LoadingShape shape="tiles" />}
      <div className="p-gallery">
        {data?.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </div>
    </Page>
  );
}

function TemplateCard({ template }: { template: PolicyTemplateRecord }) {
  const t = useTranslate();
  const mayEdit = useMay('policies.edit');
  const [shown, setShown] = useState(false);
  const [copying, setCopying] = useState(false);
  const text = (key: string) =>
    t(`policies.templates.items.${template.id}.${key}`, { _: template.id });
  const name = text('name');
  return (
    <Panel
      title={name}
      note={text('origin')}
      actions={<span className="r-num">{template.currency}</span>}
      className={shown ? 'p-card p-card--open' : 'p-card'}
    >
      <p className="r-prose">{text('text')}</p>
      <p className="r-note">{t('policies.templates.zone', { zone: template.zone })}</p>
      <div className="p-ctls">
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'policies.templates.hide' : 'policies.templates.show')}
        </Button>
        {mayEdit && (
          <Button icon="copy" onClick={() => setCopying(true)}>
            {t('policies.templates.use')}
          </Button>
        )}
      </div>
      {shown && <RuleSections rules={template.rules} matched={{}} />}
      {copying && (
        <NewDraftDialog template={{ ...template, name }} onClose={() => setCopying(false)} />
      )}
    </Panel>
  );
}
