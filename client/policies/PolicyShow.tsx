import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { PolicyShow as PolicyView } from '#contract/policies.ts';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { ErrorState, LoadingShape, RecordPage } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { useCalendar } from '../weights/useCalendar.ts';
import { PolicySheet } from './PolicySheet.tsx';
import { usePolicyEditor } from './use-policy-editor.ts';
import './policies.css';

export function PolicyShow() {
  return (
    <RecordPage<PolicyView>>
      {(record) => <WithEditor key={record.id} record={record} />}
    </RecordPage>
  );
}

/** The draft as it is typed names the weights that the example counts by. */
function WithEditor({ record }: { record: PolicyView }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const editor = usePolicyEditor(record);
  const editable = useMay('policies.edit') && record.state === 'draft';
  const { weightProfileId } = editor.draft;
  const profile = useQuery({
    queryKey: ['weight-profiles', weightProfileId],
    queryFn: ({ signal }) =>
      dataProvider.read<WeightProfileRecord>(
        `weight-profiles/${weightProfileId}`,
        undefined,
        signal,
      ),
    placeholderData: (before) => before,
  });
  const calendar = useCalendar(profile.data?.calendarId);
  const error = profile.error ?? calendar.error;
  if (error !== null) {
    return <ErrorState error={error} onRetry={() => void profile.refetch()} />;
  }
  if (profile.data === undefined || calendar.data === undefined) {
    return <LoadingShape shape="record" />;
  }
  return (
    <PolicySheet
      record={record}
      editor={editor}
      editable={editable}
      profileName={profile.data.name}
      bands={profile.data.bands}
      calendar={calendar.data}
    />
  );
}
