import { useTranslate } from 'ra-core';
import { ProgressBar } from '../components/index.ts';
import type { Upload } from './useUpload.ts';

interface UploadProgressProps {
  files: readonly Pick<File, 'name' | 'size'>[];
  upload: Pick<Upload<unknown>, 'sent' | 'cancel'>;
}

export function UploadProgress({ files, upload }: UploadProgressProps) {
  const t = useTranslate();
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const label = t(upload.sent >= size ? 'imports.upload.reading' : 'imports.upload.sending', {
    name: files.map(({ name }) => name).join(t('imports.and')),
  });
  const kb = (bytes: number) => Math.round(bytes / 1024);
  return (
    <div aria-live="polite">
      <p className="r-note">{label}</p>
      <ProgressBar
        done={Math.min(kb(upload.sent), kb(size))}
        total={kb(size)}
        label={label}
        onCancel={upload.cancel}
      />
    </div>
  );
}
