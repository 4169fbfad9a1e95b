import { useState } from 'react';
import type { SignInTexts } from './texts.ts';

interface SecretFieldProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
  describedBy?: string | undefined;
  texts: SignInTexts;
}

/** A password field with its eye; the caret stays where it is when the text is shown. */
export function SecretField(props: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  const { id, label, value, onChange, autoComplete, autoFocus, describedBy, texts } = props;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div className="r-signin__field">
        <input
          id={id}
          type={shown ? 'text' : 'password'}
          value={value}
          autoComplete={autoComplete}
          autoFocus={autoFocus}
          aria-describedby={describedBy}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={shown ? texts.conceal : texts.reveal}
          onClick={() => setShown(!shown)}
        >
          <svg
            width="16"
            height="16"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            aria-hidden
          >
            <path d="M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8Z" strokeWidth="1.3" />
            <circle cx="8" cy="8" r="2.2" strokeWidth="1.3" />
            {shown && <path d="M3 13 13 3" strokeWidth="1.3" />}
          </svg>
        </button>
      </div>
    </>
  );
}
