/** The same values as styles/tokens.css, for the few places where MUI has to compute with them. */
export const light = {
  bg: '#f4f6f8',
  surface: '#ffffff',
  line: '#e3e7ec',
  line2: '#c8d0d9',
  ink: '#17202b',
  ink2: '#455261',
  ink3: '#5f6c7b',
  accent: '#2257c5',
  onAccent: '#ffffff',
  accentSoft: '#eaf0fc',
  ok: '#17713f',
  wait: '#8a5700',
  bad: '#b92d27',
};

export type Tokens = typeof light;

export const dark: Tokens = {
  bg: '#0e1318',
  surface: '#151b22',
  line: '#27303a',
  line2: '#3c4854',
  ink: '#e7ecf1',
  ink2: '#b4bfca',
  ink3: '#8c99a6',
  accent: '#86acf6',
  onAccent: '#0d1830',
  accentSoft: '#1a2740',
  ok: '#62cb90',
  wait: '#e2b052',
  bad: '#f28f86',
};

export const sans =
  '-apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif';
