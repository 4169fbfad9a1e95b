import type { Locale } from '../session/preferences.ts';

/** The sign-in page's own few words, so that it need not wait for the catalogues. */
const en = {
  product: 'Redress',
  ribbon: 'Demo data. Every number, person and partner is invented; nothing is sent out.',
  ribbonLabel: 'Demo',
  login: 'Login',
  password: 'Password',
  current: 'One-time password',
  next: 'New password',
  repeat: 'The new password again',
  change: 'Change',
  go: 'Continue',
  signIn: 'Sign in',
  setPassword: 'Continue',
  reveal: 'Show the password',
  conceal: 'Hide the password',
  language: 'Language',
  expired: 'Your session has ended. Sign in again: what you typed is still there.',
  mustChange: 'This password works once. Choose your own to go on.',
  hint: 'At least 12 characters.',
  differ: 'The two entries differ.',
  opening: 'Opening',
  failed: 'The server does not answer. Nothing was lost.',
  retry: 'Try again',
  /** By the server's message key, else by the kind of refusal. */
  errors: {
    'errors.password.short': 'At least 12 characters.',
    'errors.password.same': 'Take another password than the old one.',
    'errors.password.login': 'The password must not contain your login.',
    'errors.password.wrong': 'The one-time password is wrong.',
    unauthenticated: 'Login or password is wrong.',
    too_many: 'Too many tries. Wait %{minutes} min, then try again.',
    invalid: 'That entry cannot be used. Check it and try again.',
    malformed: 'The login or password cannot be read. Type it again.',
    offline: 'No connection. Check the network and try again.',
    forbidden: 'The page was open too long. Reload it and sign in again.',
    other: 'The server could not answer. Try again in a moment.',
  },
};

const zh: typeof en = {
  product: '退补台',
  ribbon: '演示数据：号码、人员、合作方均为虚构，不会向任何外部系统发送',
  ribbonLabel: '演示',
  login: '工号',
  password: '密码',
  current: '一次性密码',
  next: '新密码',
  repeat: '再输一遍新密码',
  change: '更改',
  go: '继续',
  signIn: '登录',
  setPassword: '继续',
  reveal: '显示密码',
  conceal: '隐藏密码',
  language: '语言',
  expired: '登录已过期，请重新登录。你填写的内容还在。',
  mustChange: '一次性密码只能用一次，请设置你自己的密码。',
  hint: '至少 12 个字符。',
  differ: '两次输入不一致。',
  opening: '正在打开',
  failed: '服务器没有应答，没有丢失任何内容。',
  retry: '重试',
  errors: {
    'errors.password.short': '至少 12 个字符。',
    'errors.password.same': '新密码不能与旧密码相同。',
    'errors.password.login': '密码中不能包含工号。',
    'errors.password.wrong': '一次性密码不对。',
    unauthenticated: '工号或密码不对。',
    too_many: '尝试次数过多，请 %{minutes} 分钟后再试。',
    invalid: '输入的内容不能用，请检查后重试。',
    malformed: '无法识别工号或密码，请重新输入。',
    offline: '网络不通，请检查后重试。',
    forbidden: '页面打开太久，请刷新后重新登录。',
    other: '服务器暂时无法处理，请稍后再试。',
  },
};

export type SignInTexts = typeof en;

export function signInTexts(locale: Locale): SignInTexts {
  return locale === 'zh' ? zh : en;
}
