import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './Root.tsx';
import { preferredLocale, preferredTheme, showLocale, showTheme } from './session/preferences.ts';
import { createSessionClient } from './session/session-client.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/signin.css';

showTheme(preferredTheme());
showLocale(preferredLocale());

const element = document.getElementById('root');
if (element === null) throw new Error('#root is missing');

// Somebody else at the same desk starts from a clean page, with nothing of the last one in memory.
const session = createSessionClient(window.fetch.bind(window), () => window.location.assign('/'));
void session.load();

createRoot(element).render(
  <StrictMode>
    <Root session={session} />
  </StrictMode>,
);
