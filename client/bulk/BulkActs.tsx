import { useListContext, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import { planKinds, type PlanKind } from '#domain/bulk-rules.ts';
import { Button, totalText, useLocaleName } from '../components/index.ts';
import type { IconName } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { ExportButton } from './ExportButton.tsx';
import { keepChosen } from './chosen.ts';
import './bulk.css';

const icons: Readonly<Record<PlanKind, IconName>> = {
  resync: 'refresh',
  assign: 'user',
  note: 'note',
  message: 'mail',
  hold: 'pause',
  release: 'play',
};

const TOO_WIDE = ['errors.list.narrow', 'errors.list.narrowCombination'];

/** The list cannot show these conditions in its order; a plan collects and counts what they match all the same. */
export function isTooWide(error: unknown): boolean {
  const key = (error as HttpError | null)?.body as { key?: unknown } | undefined;
  return TOO_WIDE.includes(String(key?.key));
}

/**
 * At the foot of the queue: acts on the ticked rows, or on all that match. Each opens a plan; nothing happens to
 * a case before the plan is confirmed.
 */
export function BulkActs() {
  const t = useTranslate();
  const locale = useLocaleName();
  const navigate = useNavigate();
  const mayMake = useMay('plans.make');
  const mayWork = useMay('cases.manage');
  const mayExport = useMay('exports.make');
  const { selectedIds, filterValues, total, meta, error } = useListContext();
  const filter = (filterValues ?? {}) as Record<string, unknown>;
  const chosen = selectedIds.length;
  const open = (kind: PlanKind) => {
    const query = new URLSearchParams({ kind });
    if (chosen > 0) {
      keepChosen(selectedIds);
      query.set('chosen', String(chosen));
    } else query.set('filter', JSON.stringify(filter));
    void navigate(`/bulk/new?${query.toString()}`);
  };
  const kinds = planKinds.filter((kind) => kind === 'resync' || mayWork);
  const unlisted = isTooWide(error);
  if (!unlisted && (total === undefined || total === 0)) return null;
  const all = unlisted
    ? t('bulk.acts.uncounted')
    : t('bulk.acts.all', { total: totalText(total ?? 0, locale, meta) });
  const what = chosen > 0 ? t('bulk.acts.chosen', { smart_count: chosen }) : all;
  return (
    <div className="bulk-acts" role="group" aria-label={t('bulk.acts.menu')}>
      {mayMake && (
        <>
          <strong title={t('bulk.acts.asIf')}>{what}</strong>
          {kinds.map((kind) => (
            <Button key={kind} icon={icons[kind]} onClick={() => open(kind)}>
              {t(`bulk.kind.${kind}`)}
            </Button>
          ))}
        </>
      )}
      {mayExport && <ExportButton path="exports/cases" filter={filter} name="cases" />}
    </div>
  );
}
