import type { Components, Theme } from '@mui/material/styles';
import type { Tokens } from './tokens.ts';

/** Tables, menus, dialogs: hairlines instead of shadows. */
export function surfaces(t: Tokens): Components<Theme> {
  const lifted = { border: `1px solid ${t.line2}`, backgroundImage: 'none', boxShadow: 'none' };
  return {
    MuiPaper: {
      defaultProps: { elevation: 0 },
      styleOverrides: { root: { backgroundImage: 'none' } },
    },
    MuiMenu: { styleOverrides: { paper: lifted, list: { padding: 4 } } },
    MuiPopover: { styleOverrides: { paper: lifted } },
    MuiMenuItem: {
      styleOverrides: {
        root: { minHeight: 30, padding: '4px 10px', borderRadius: 4, fontSize: 13 },
      },
    },
    MuiDialog: { styleOverrides: { paper: { ...lifted, borderRadius: 6 } } },
    MuiDialogTitle: {
      styleOverrides: {
        root: { padding: '16px 20px 8px', fontSize: 14, fontWeight: 600, lineHeight: '20px' },
      },
    },
    MuiDialogContent: { styleOverrides: { root: { padding: '8px 20px 16px', fontSize: 14 } } },
    MuiDialogActions: {
      styleOverrides: { root: { padding: '12px 20px', borderTop: `1px solid ${t.line}`, gap: 8 } },
    },
    MuiTooltip: {
      defaultProps: { enterDelay: 300 },
      styleOverrides: {
        tooltip: {
          background: t.ink,
          color: t.surface,
          fontSize: 12,
          lineHeight: '18px',
          fontWeight: 400,
          borderRadius: 4,
        },
      },
    },
    MuiTable: { styleOverrides: { root: { fontSize: 13 } } },
    MuiTableCell: {
      styleOverrides: {
        root: {
          padding: '0 8px',
          height: 36,
          borderColor: t.line,
          fontSize: 13,
          lineHeight: '20px',
          color: t.ink,
        },
        head: {
          height: 30,
          color: t.ink3,
          fontSize: 12,
          fontWeight: 400,
          background: 'transparent',
          whiteSpace: 'nowrap',
        },
        sizeSmall: { padding: '0 8px' },
        paddingCheckbox: { width: 36, padding: 0 },
      },
    },
    MuiTableSortLabel: {
      styleOverrides: {
        root: { color: t.ink3, '&.Mui-active': { color: t.ink } },
        icon: { fontSize: 14 },
      },
    },
    MuiTableRow: {
      styleOverrides: {
        root: {
          '&.MuiTableRow-hover:hover': { backgroundColor: t.bg },
          '&.Mui-selected, &.Mui-selected:hover': { backgroundColor: t.accentSoft },
        },
      },
    },
    MuiSnackbarContent: { styleOverrides: { root: { borderRadius: 6, fontSize: 13 } } },
    MuiAlert: { styleOverrides: { root: { borderRadius: 6, fontSize: 13 } } },
    MuiLinearProgress: { styleOverrides: { root: { height: 4, borderRadius: 2 } } },
  };
}
