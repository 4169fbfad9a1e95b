import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { DragEvent } from 'react';
import { Icon } from '../components/Icon.tsx';
import { formatBytes } from './import-words.tsx';

interface FileDropProps {
  /** Where there are several: what this one is. */
  title?: string;
  file: File | null;
  onFile: (file: File) => void;
  disabled: boolean;
  fault: string | null;
  /** What the browser's file dialog offers. */
  accept?: string;
  /** What is taken, in words. */
  note?: string;
}

const tables = '.csv,.txt,.json,text/csv,application/json';

/** A place to drop a file on, which is the label of an ordinary file input: keyboards reach it too. */
export function FileDrop(props: FileDropProps) {
  const { title, file, onFile, disabled, fault, accept = tables, note } = props;
  const t = useTranslate();
  const id = useId();
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const take = (files: FileList | null) => {
    const first = files?.[0];
    setSeveral((files?.length ?? 0) > 1);
    if (first !== undefined && !disabled) onFile(first);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const hold = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div>
      <div
        className={over ? 'imp-drop imp-drop--over' : 'imp-drop'}
        onDragOver={hold}
        onDragEnter={hold}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          id={id}
          type="file"
          className="imp-drop__input"
          accept={accept}
          disabled={disabled}
          aria-describedby={`${id}-note`}
          aria-invalid={fault === null ? undefined : true}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
        <label htmlFor={id} className="imp-drop__label">
          {title !== undefined && <span className="imp-drop__title">{title}</span>}
          <Icon name={file === null ? 'upload' : 'document'} />
          {file === null ? (
            <span>
              {t('imports.upload.drop')}
              <span className="imp-drop__choose">{t('imports.upload.choose')}</span>
            </span>
          ) : (
            <span>
              <strong>{file.name}</strong>
              <span className="r-note"> {formatBytes(file.size)}</span>
              <span className="imp-drop__choose">{t('imports.upload.other')}</span>
            </span>
          )}
        </label>
        <p id={`${id}-note`} className="r-note">
          {several ? t('imports.upload.oneFile') : (note ?? t('imports.upload.limits'))}
        </p>
      </div>
      {fault !== null && (
        <p className="r-help r-help--bad imp-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
