import { useTranslate } from 'ra-core';
import type { CalendarVersionRecord } from '#contract/weights.ts';
import { VerbButton } from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';

/** What may be done with a version of a calendar, by its state and the person's rights. */
export function CalendarActs(props: { version: CalendarVersionRecord; title: string }) {
  const { version, title } = props;
  const t = useTranslate();
  const mayEdit = useMay('calendars.edit');
  const mayPublish = useMay('weights.publish');
  const { staff } = useSession();
  if (version.state === 'draft')
    return mayEdit ? (
      <VerbButton
        verb="submit"
        kind="filled"
        label={t('weights.submit')}
        message={t('weights.submitted')}
      />
    ) : null;
  if (version.state !== 'submitted') return null;
  const mine =
    version.submittedBy === staff?.id || version.makers.some(({ id }) => id === staff?.id);
  return (
    <>
      {(mayPublish || mayEdit) && (
        <VerbButton
          verb="return"
          label={t(mayPublish ? 'weights.return' : 'weights.takeBack')}
          message={t('weights.returned')}
          {...(mayPublish ? { ask: { title: t('weights.returnTitle', { name: title }) } } : {})}
        />
      )}
      {mayPublish && (
        <VerbButton
          verb="publish"
          kind="filled"
          label={t('weights.publish')}
          message={t('weights.published')}
          disabled={mine}
          {...(mine ? { title: t('errors.calendar.ownPublish') } : {})}
          ask={{
            title: t('weights.publishTitle', { name: title }),
            sentence: t('weights.calendar.publishAsk'),
            askReason: false,
          }}
        />
      )}
    </>
  );
}
