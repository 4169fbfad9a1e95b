import { cross, eye, h } from './dom.ts';
import type { SignInTexts } from './texts.ts';

export interface Field {
  nodes: Node[];
  input: HTMLInputElement;
}

/** A password field with its eye; the caret stays where it is when the text is shown. */
export function secretField(
  id: string,
  label: string,
  autoComplete: 'current-password' | 'new-password',
  texts: SignInTexts,
): Field {
  const input = h<HTMLInputElement>('input', {
    id,
    type: 'password',
    autocomplete: autoComplete,
    spellcheck: 'false',
    'aria-describedby': 'signin-hint signin-fault',
  });
  const toggle = h(
    'button',
    {
      type: 'button',
      'aria-pressed': 'false',
      'aria-label': texts.reveal,
      onclick: () => {
        const shown = input.type === 'password';
        input.type = shown ? 'text' : 'password';
        toggle.setAttribute('aria-pressed', String(shown));
        toggle.setAttribute('aria-label', shown ? texts.conceal : texts.reveal);
      },
    },
    eye(),
  );
  const row = h('div', { class: 'r-signin__field' }, input, toggle);
  return { nodes: [h('label', { for: id }, label), row], input };
}

export function loginField(label: string, value: string): Field {
  const input = h<HTMLInputElement>('input', {
    id: 'signin-login',
    value,
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: 'false',
    maxlength: '64',
    'aria-describedby': 'signin-fault',
  });
  const row = h('div', { class: 'r-signin__field' }, input);
  return { nodes: [h('label', { for: 'signin-login' }, label), row], input };
}

/** The login that was given, with the way back to it; a password manager still sees the pair. */
export function givenLogin(texts: SignInTexts, login: string, onChange: () => void): Node[] {
  return [
    h('label', { for: 'signin-given' }, texts.login),
    h(
      'div',
      { class: 'r-signin__field r-signin__field--done' },
      h('output', { id: 'signin-given' }, login),
      h('input', {
        type: 'text',
        value: login,
        autocomplete: 'username',
        readonly: true,
        hidden: true,
      }),
      h('button', { type: 'button', onclick: onChange }, texts.change),
    ),
  ];
}

export interface FaultLine {
  node: HTMLElement;
  show(text: string): void;
}

export function faultLine(): FaultLine {
  const node = h('div', { id: 'signin-fault', role: 'alert' });
  return {
    node,
    show(text) {
      node.replaceChildren(
        ...(text === '' ? [] : [h('p', { class: 'r-signin__error' }, cross(), text)]),
      );
    },
  };
}

export interface SubmitButton {
  node: HTMLElement;
  busy(on: boolean): void;
}

export function submitButton(label: string): SubmitButton {
  const node = h('button', { type: 'submit', class: 'r-btn r-btn--filled r-btn--big' }, label);
  return {
    node,
    busy(on) {
      node.setAttribute('aria-disabled', String(on));
      node.setAttribute('aria-busy', String(on));
      node.replaceChildren(...(on ? [h('span', { class: 'r-spin' })] : []), label);
    },
  };
}
