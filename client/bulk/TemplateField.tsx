import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useId } from 'react';
import type { MessageTemplateRecord } from '#contract/messages.ts';
import { caseMessages } from '#domain/message-gates.ts';
import { useLocaleName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

interface TemplateFieldProps {
  value: string;
  onChange: (code: string) => void;
}

/** The second confirmation is asked by an act of its own. */
const OWN_ACT = 'T8';

/** Which published text goes out, with the text beneath. */
export function TemplateField({ value, onChange }: TemplateFieldProps) {
  const t = useTranslate();
  const id = useId();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data: published = [] } = useQuery({
    queryKey: ['message-templates', 'published'],
    queryFn: ({ signal }) =>
      dataProvider.read<MessageTemplateRecord[]>(
        'message-templates',
        {
          filter: JSON.stringify({ state: ['published'] }),
          sort: JSON.stringify(['code', 'ASC']),
          range: '[0,99]',
          total: false,
        },
        signal,
      ),
  });
  const data = published.filter(({ code }) => caseMessages.includes(code) && code !== OWN_ACT);
  const textOf = (one: MessageTemplateRecord) => (locale === 'zh' ? one.textZh : one.textEn);
  const chosen = data.find(({ code }) => code === value);
  return (
    <div className="r-field bulk-field">
      <label htmlFor={id}>{t('bulk.form.template')}</label>
      <select id={id} required value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">–</option>
        {data.map((one) => (
          <option key={one.code} value={one.code}>
            {one.code} {textOf(one).slice(0, 40)}
          </option>
        ))}
      </select>
      {chosen !== undefined && <p className="bulk-text">{textOf(chosen)}</p>}
    </div>
  );
}
