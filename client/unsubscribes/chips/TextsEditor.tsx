import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Button } from '../../components/index.ts';
import { listOf } from './chip-spec.ts';

interface TextsEditorProps {
  label: string;
  value: unknown;
  help?: string;
  onApply(values: string[]): void;
}

const MOST = 200;

/** One text or a pasted list of them, one a line. */
export function TextsEditor({ label, value, help, onApply }: TextsEditorProps) {
  const t = useTranslate();
  const [typed, setTyped] = useState(() => listOf(value).join('\n'));
  const apply = () => {
    const texts = typed
      .split(/[\n,，、;；\t]+/)
      .map((text) => text.trim())
      .filter((text) => text !== '');
    onApply([...new Set(texts)].slice(0, MOST));
  };
  return (
    <form
      className="q-pop__form r-field"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <textarea
        rows={3}
        value={typed}
        aria-label={label}
        autoFocus
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          apply();
        }}
      />
      {help !== undefined && <p className="r-help">{help}</p>}
      <Button submit>{t('common.apply')}</Button>
    </form>
  );
}
