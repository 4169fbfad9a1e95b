/** Where a customer asked. `unknown` is for sources that do not say; an import's channel column must. */
export const channels = [
  'app',
  'sms',
  'hotline',
  'web',
  'shop',
  'partner_page',
  'ivr',
  'third_party',
  'unknown',
] as const;
export type Channel = (typeof channels)[number];

const namesOf: Readonly<Record<Exclude<Channel, 'unknown'>, readonly string[]>> = {
  app: ['app', '掌厅', '掌上营业厅', '手机营业厅', '客户端'],
  sms: ['sms', '短信', '短信营业厅', '短厅'],
  hotline: ['hotline', '热线', '客服热线', '人工热线', '10086'],
  web: ['web', '网厅', '网上营业厅', '门户网站'],
  shop: ['shop', '营业厅', '自有营业厅', '实体厅'],
  partner_page: ['partner_page', 'partner page', 'sp页面', 'sp网页'],
  ivr: ['ivr', '语音自助', '自助语音'],
  third_party: ['third_party', 'third party', '第三方', '第三方平台', '代理商'],
};

const byName = new Map<string, Channel>();
for (const channel of channels) {
  if (channel === 'unknown') continue;
  for (const name of namesOf[channel]) byName.set(name, channel);
}

/** The channel that a name in Chinese or English, or a code, stands for; null when none does. */
export function channelOf(name: string): Channel | null {
  return byName.get(name.normalize('NFKC').trim().toLowerCase()) ?? null;
}
