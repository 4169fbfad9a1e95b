import type { CheckboxProps } from '@mui/material';
import type { Components, Theme } from '@mui/material/styles';
import type { Tokens } from './tokens.ts';

function Chevron({ className }: { className?: string }) {
  return (
    <svg className={className} width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3.5 6 8 10.5 12.5 6" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}

/** Buttons, fields and choices: 32 px controls, labels above, no floating, no ripple. */
export function controls(t: Tokens): Components<Theme> {
  return {
    MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
    MuiButton: {
      defaultProps: {
        disableElevation: true,
        variant: 'outlined',
        color: 'inherit',
        size: 'small',
      },
      styleOverrides: {
        root: {
          minWidth: 0,
          minHeight: 28,
          padding: '3px 12px',
          borderColor: t.line2,
          borderRadius: 6,
          fontSize: 13,
          lineHeight: '20px',
          fontWeight: 400,
          textTransform: 'none',
          letterSpacing: 0,
        },
        contained: { fontWeight: 600 },
        text: { color: t.ink2 },
      },
    },
    MuiIconButton: {
      defaultProps: { size: 'small' },
      styleOverrides: { root: { borderRadius: 6 } },
    },
    MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', margin: 'none' } },
    MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small', margin: 'none' } },
    MuiInputLabel: {
      defaultProps: { shrink: true },
      styleOverrides: {
        root: {
          position: 'static',
          transform: 'none',
          marginBottom: 4,
          maxWidth: '100%',
          color: t.ink2,
          fontSize: 12,
          lineHeight: '18px',
          '&.Mui-focused': { color: t.ink2 },
          '&.Mui-error': { color: t.bad },
        },
      },
    },
    MuiOutlinedInput: {
      styleOverrides: {
        root: {
          minHeight: 32,
          background: t.surface,
          borderRadius: 6,
          fontSize: 13,
          '& .MuiOutlinedInput-notchedOutline': { top: 0, borderColor: t.line2 },
          '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: t.ink3 },
          '&.Mui-focused .MuiOutlinedInput-notchedOutline': {
            borderWidth: 2,
            borderColor: t.accent,
          },
          '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: t.bad },
          '& legend': { display: 'none' },
        },
        input: { height: 20, padding: '6px 10px', '&::placeholder': { color: t.ink3, opacity: 1 } },
        multiline: { padding: 0, '& textarea': { padding: '6px 10px', lineHeight: '20px' } },
      },
    },
    MuiInputBase: { styleOverrides: { input: { '&:focus-visible': { outline: 'none' } } } },
    MuiSelect: {
      defaultProps: { IconComponent: Chevron },
      styleOverrides: {
        icon: { top: 'calc(50% - 6px)', right: 10 },
        select: { minHeight: 20, display: 'flex', alignItems: 'center' },
      },
    },
    MuiFormHelperText: {
      styleOverrides: {
        root: {
          margin: '4px 0 0',
          fontSize: 12,
          lineHeight: '16px',
          color: t.ink3,
          '&.Mui-error': { color: t.bad },
        },
      },
    },
    MuiFormLabel: { styleOverrides: { root: { fontSize: 12, color: t.ink2 } } },
    MuiFormControlLabel: { styleOverrides: { label: { fontSize: 13 } } },
    MuiCheckbox: {
      defaultProps: {
        size: 'small',
        // A name belongs to the box itself, not to the span around it.
        slotProps: {
          root: { 'aria-label': undefined },
          input: (own: CheckboxProps) =>
            own['aria-label'] === undefined ? {} : { 'aria-label': own['aria-label'] },
        },
      },
      styleOverrides: { root: { padding: 4, color: t.ink3, borderRadius: 4 } },
    },
    MuiRadio: {
      defaultProps: { size: 'small' },
      styleOverrides: { root: { padding: 4, color: t.ink3 } },
    },
    MuiSwitch: { defaultProps: { size: 'small' } },
    MuiAutocomplete: {
      styleOverrides: {
        inputRoot: { padding: '0 6px !important', minHeight: 32 },
        input: { padding: '6px 4px !important' },
        option: { fontSize: 13, minHeight: '32px !important' },
        tag: { height: 22, borderRadius: 4, margin: 2 },
      },
    },
    MuiChip: { styleOverrides: { root: { borderRadius: 4, height: 24, fontSize: 12 } } },
  };
}
