import { useNotify, useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import { Button, Icon, useLocaleName } from '../components/index.ts';
import { saveExport } from './save-export.ts';

interface ExportButtonProps {
  /** Below /api/, e.g. `exports/cases`. */
  path: string;
  /** The queue's conditions, where the export takes them. */
  filter?: Readonly<Record<string, unknown>>;
  /** Of the file, without its ending. */
  name: string;
}

/** Saves all that matches as CSV or XLSX, streamed: how much has come, and a way to stop. */
export function ExportButton({ path, filter, name }: ExportButtonProps) {
  const t = useTranslate();
  const notify = useNotify();
  const locale = useLocaleName();
  const [bytes, setBytes] = useState<number | null>(null);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const say = (key: string, type: 'success' | 'error' | 'info', args = {}) => {
    const text = t(key, args);
    notify(text, { type, messageArgs: { _: text } });
  };
  const start = async (format: 'csv' | 'xlsx') => {
    const controller = new AbortController();
    abort.current = controller;
    setBytes(0);
    const query = new URLSearchParams({ format, lang: locale });
    if (filter !== undefined) query.set('filter', JSON.stringify(filter));
    try {
      const file = `${name}.${format}`;
      await saveExport(`/api/${path}?${query.toString()}`, file, controller.signal, setBytes);
      say('bulk.export.done', 'success', { name: file });
    } catch (error) {
      const key = (error as { messageKey?: string }).messageKey;
      if (controller.signal.aborted) say('bulk.export.stopped', 'info');
      else say(key ?? 'bulk.export.failed', 'error', (error as { args?: object }).args ?? {});
    } finally {
      setBytes(null);
    }
  };

  if (bytes !== null)
    return (
      <span className="bulk-exporting" role="status">
        {t('bulk.export.running', { size: formatSize(bytes) })}
        <Button kind="bad" icon="close" onClick={() => abort.current?.abort()}>
          {t('bulk.export.cancel')}
        </Button>
      </span>
    );
  return (
    <details className="bulk-menu">
      <summary className="r-btn r-btn--outline">
        <Icon name="download" />
        {t('bulk.export.button')}
      </summary>
      <div className="bulk-menu__list">
        <Button kind="plain" onClick={() => void start('csv')}>
          {t('bulk.export.csv')}
        </Button>
        <Button kind="plain" onClick={() => void start('xlsx')}>
          {t('bulk.export.xlsx')}
        </Button>
      </div>
    </details>
  );
}

const formatSize = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
