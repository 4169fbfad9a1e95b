import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ApprovalLimitVersion } from '#contract/approval-limits.ts';
import type { ApprovalRules } from '#domain/approval-rules.ts';
import {
  Button,
  PageHead,
  Panel,
  RecordPage,
  StickyActions,
  VerbButton,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { faultTexts } from '../weights/faults.ts';
import { useSend } from '../weights/use-send.ts';
import { VersionTag } from '../weights/words.tsx';
import { CeilingTable } from './CeilingTable.tsx';
import { FenField } from './FenField.tsx';
import './limits.css';

/** One version of the limits: who approves up to which value, and what is approved by rule. */
export function LimitsShow() {
  return (
    <RecordPage<ApprovalLimitVersion>>
      {(record) => <Sheet key={`${record.id}.${record.version}`} record={record} />}
    </RecordPage>
  );
}

const rulesOf = ({ firstFen, secondFen, ceilings }: ApprovalRules): ApprovalRules => ({
  firstFen,
  secondFen,
  ceilings,
});

/** The version it was drafted from, to tell what changes. */
function useBase({ basedOnId }: ApprovalLimitVersion): ApprovalLimitVersion | undefined {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['approval-limit-versions', 'base', basedOnId],
    enabled: basedOnId !== null,
    queryFn: ({ signal }) =>
      dataProvider.read<ApprovalLimitVersion>(
        `approval-limit-versions/${basedOnId ?? ''}`,
        undefined,
        signal,
      ),
  });
  return data;
}

function Sheet({ record }: { record: ApprovalLimitVersion }) {
  const t = useTranslate();
  const base = useBase(record);
  const editable = useMay('limits.edit') && record.state === 'draft';
  const [draft, setDraft] = useState(() => rulesOf(record));
  const dirty = JSON.stringify(draft) !== JSON.stringify(rulesOf(record));
  const save = useSend<ApprovalRules, unknown>({
    run: (provider, rules) =>
      provider.send('PUT', `approval-limit-versions/${record.id}`, {
        version: record.version,
        ...rules,
      }),
    message: 'limits.saved',
  });
  const faults = faultTexts(save.error, t);
  const set = (change: Partial<ApprovalRules>) => setDraft({ ...draft, ...change });
  const field = (name: 'firstFen' | 'secondFen') => (
    <FenField
      label={t(`limits.${name}`)}
      help={t(`limits.${name}Help`)}
      value={draft[name]}
      before={base?.[name]}
      fault={faults[name]}
      {...(editable ? { onChange: (fen: number) => set({ [name]: fen }) } : {})}
    />
  );
  return (
    <>
      <Head record={record} dirty={dirty} />
      <Panel title={t('limits.tiers')} note={t('limits.tiersNote')}>
        <div className="l-tiers">
          {field('firstFen')}
          {field('secondFen')}
        </div>
      </Panel>
      <Panel title={t('limits.ceilings')} note={t('limits.ceilingsNote')} flush>
        <CeilingTable
          ceilings={draft.ceilings}
          before={base?.ceilings}
          faults={faults}
          {...(editable ? { onChange: (ceilings) => set({ ceilings }) } : {})}
        />
      </Panel>
      {editable && dirty && (
        <StickyActions>
          <Button kind="filled" big busy={save.isPending} onClick={() => save.mutate(draft)}>
            {t('limits.save')}
          </Button>
          <Button big onClick={() => setDraft(rulesOf(record))}>
            {t('common.cancel')}
          </Button>
        </StickyActions>
      )}
    </>
  );
}

function Head({ record, dirty }: { record: ApprovalLimitVersion; dirty: boolean }) {
  const t = useTranslate();
  const title = t('limits.versionTitle', { no: record.versionNo });
  return (
    <PageHead
      title={title}
      tags={
        <>
          <VersionTag state={record.state} />
          {record.basedOnNo !== null && (
            <span>
              {t('weights.basedOn', { name: t('limits.version', { no: record.basedOnNo }) })}
            </span>
          )}
        </>
      }
      facts={[
        record.state === 'submitted' &&
          t('limits.submittedBy', { name: record.submittedByName ?? '' }),
        record.publishedAt !== null &&
          t('limits.publishedBy', { name: record.publishedByName ?? '' }),
        record.makers.length > 0 &&
          t('weights.madeBy', { names: record.makers.map(({ name }) => name).join(', ') }),
      ]}
      actions={<Acts record={record} title={title} dirty={dirty} />}
    />
  );
}

interface ActsProps {
  record: ApprovalLimitVersion;
  title: string;
  dirty: boolean;
}

function Acts({ record, title, dirty }: ActsProps) {
  const t = useTranslate();
  const mayEdit = useMay('limits.edit');
  const mayPublish = useMay('limits.publish');
  const { staff } = useSession();
  const mine = record.submittedBy === staff?.id || record.makers.some(({ id }) => id === staff?.id);
  if (record.state === 'draft')
    return mayEdit ? (
      <VerbButton
        verb="submit"
        kind="filled"
        label={t('weights.submit')}
        message={t('limits.submitted')}
        disabled={dirty}
        {...(dirty ? { title: t('limits.saveFirst') } : {})}
      />
    ) : null;
  if (record.state !== 'submitted' || !mayPublish) return null;
  return (
    <>
      <VerbButton
        verb="return"
        label={t(mine ? 'weights.takeBack' : 'weights.return')}
        message={t('limits.returned')}
        {...(mine ? {} : { ask: { title: t('limits.returnTitle', { name: title }) } })}
      />
      <VerbButton
        verb="publish"
        kind="filled"
        label={t('weights.publish')}
        message={t('limits.published')}
        disabled={mine}
        {...(mine ? { title: t('errors.limits.ownPublish') } : {})}
        ask={{
          title: t('limits.publishTitle', { name: title }),
          sentence: t('limits.publishAsk'),
          askReason: false,
        }}
      />
    </>
  );
}
