import type { RaThemeOptions } from 'ra-ui-materialui';
import { controls } from './controls.tsx';
import { surfaces } from './surfaces.ts';
import { dark, light, sans } from './tokens.ts';
import type { Tokens } from './tokens.ts';

function build(mode: 'light' | 'dark', t: Tokens): RaThemeOptions {
  return {
    palette: {
      mode,
      primary: { main: t.accent, contrastText: t.onAccent },
      secondary: { main: t.accent, contrastText: t.onAccent },
      error: { main: t.bad },
      warning: { main: t.wait },
      success: { main: t.ok },
      info: { main: t.accent },
      background: { default: t.bg, paper: t.surface },
      text: { primary: t.ink, secondary: t.ink2, disabled: t.ink3 },
      divider: t.line,
    },
    shape: { borderRadius: 6 },
    spacing: 8,
    typography: {
      fontFamily: sans,
      fontSize: 14,
      fontWeightMedium: 600,
      fontWeightBold: 600,
      body1: { fontSize: 14, lineHeight: '20px', letterSpacing: 0 },
      body2: { fontSize: 13, lineHeight: '20px', letterSpacing: 0 },
      caption: { fontSize: 12, lineHeight: '16px', letterSpacing: 0 },
      h5: { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
      h6: { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
      button: { textTransform: 'none', letterSpacing: 0, fontWeight: 400 },
    },
    transitions: {
      duration: {
        shortest: 80,
        shorter: 100,
        short: 120,
        standard: 120,
        complex: 160,
        enteringScreen: 120,
        leavingScreen: 100,
      },
    },
    components: { ...controls(t), ...surfaces(t) },
  };
}

export const lightTheme = build('light', light);
export const darkTheme = build('dark', dark);
