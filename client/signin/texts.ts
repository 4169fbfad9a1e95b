import type { Locale } from '../session/preferences.ts';

const en = {
  product: 'Redress',
  ribbon: 'Demo data. Every number, person and partner is invented; nothing is sent out.',
  login: 'Login',
  password: 'Password',
  current: 'One-time password',
  next: 'New password',
  repeat: 'The new password again',
  change: 'Change',
  go: 'Continue',
  signIn: 'Sign in',
  setPassword: 'Set the password and go on',
  reveal: 'Show the password',
  conceal: 'Hide the password',
  language: 'Language',
  expired: 'Your session has ended. Sign in again: what you typed is still there.',
  mustChange: 'This password worked once. Choose your own to go on.',
  hint: 'At least 12 characters.',
  differ: 'The two entries differ.',
  opening: 'Opening',
  failed: 'The server does not answer. Nothing was lost.',
  retry: 'Try again',
  signOut: 'Sign out',
  errors: {
    unauthenticated: 'Login or password is wrong.',
    too_many: 'Too many tries. Wait a few minutes, then try again.',
    invalid: 'That password cannot be used: take at least 12 characters, not the old one.',
    malformed: 'The login or password cannot be read. Type it again.',
    offline: 'No connection. Check the network and try again.',
    forbidden: 'The page was open too long. Reload it and sign in again.',
    other: 'The server could not answer. Try again in a moment.',
  },
};

const zh: typeof en = {
  product: '退补台',
  ribbon: '演示数据：号码、人员、合作方均为虚构，不会向任何外部系统发送',
  login: '工号',
  password: '密码',
  current: '一次性密码',
  next: '新密码',
  repeat: '再输一遍新密码',
  change: '更改',
  go: '继续',
  signIn: '登录',
  setPassword: '设置密码并继续',
  reveal: '显示密码',
  conceal: '隐藏密码',
  language: '语言',
  expired: '登录已过期，请重新登录。你填写的内容还在。',
  mustChange: '一次性密码已用过，请设置你自己的密码。',
  hint: '至少 12 个字符。',
  differ: '两次输入不一致。',
  opening: '正在打开',
  failed: '服务器没有应答，没有丢失任何内容。',
  retry: '重试',
  signOut: '退出',
  errors: {
    unauthenticated: '工号或密码不对。',
    too_many: '尝试次数过多，请过几分钟再试。',
    invalid: '这个密码不能用：至少 12 个字符，且不能与旧密码相同。',
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
