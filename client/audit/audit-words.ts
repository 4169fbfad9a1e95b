import { useTranslate } from 'ra-core';
import type { AuditRecord } from '#contract/audit.ts';

const spaced = (code: string) => code.replaceAll('_', ' ');

/** The words for an event: what was done, to what, by whom; unknown codes are shown as they are. */
export function useAuditWords() {
  const t = useTranslate();
  const subject = (type: string) => t(`audit.subjects.${type}`, { _: spaced(type) });
  const act = (action: string) => {
    const verb = action.split('.').at(-1) ?? action;
    return t(`audit.verbs.${verb}`, { _: spaced(verb) });
  };
  const actor = (record: AuditRecord) =>
    record.actorName === 'system' ? t('audit.system') : record.actorName;
  return { subject, act, actor };
}
