/** Invented value-added products and their partners. */
export interface DemoProduct {
  code: string;
  name: string;
  partnerCode: string;
  partnerName: string;
  feeFen: number;
  effectRule: 'at_once' | 'next_cycle';
  chargeMode: 'full_month' | 'pro_rata' | 'daily' | 'per_use';
}

export const products: readonly DemoProduct[] = [
  {
    code: '810101',
    name: '手机阅读包月',
    partnerCode: 'YS011',
    partnerName: '远山阅读',
    feeFen: 1000,
    effectRule: 'at_once',
    chargeMode: 'full_month',
  },
  {
    code: '810102',
    name: '星河视频会员',
    partnerCode: 'XH022',
    partnerName: '星河视频',
    feeFen: 1500,
    effectRule: 'at_once',
    chargeMode: 'full_month',
  },
  {
    code: '810103',
    name: '彩铃包月',
    partnerCode: 'LY033',
    partnerName: '铃音工坊',
    feeFen: 600,
    effectRule: 'next_cycle',
    chargeMode: 'full_month',
  },
  {
    code: '810104',
    name: '亲子课堂',
    partnerCode: 'QH044',
    partnerName: '青禾教育',
    feeFen: 2000,
    effectRule: 'at_once',
    chargeMode: 'pro_rata',
  },
  {
    code: '810105',
    name: '天气早知道',
    partnerCode: 'FY055',
    partnerName: '风云资讯',
    feeFen: 300,
    effectRule: 'at_once',
    chargeMode: 'full_month',
  },
  {
    code: '810106',
    name: '英语每日一句',
    partnerCode: 'QH044',
    partnerName: '青禾教育',
    feeFen: 500,
    effectRule: 'at_once',
    chargeMode: 'daily',
  },
  {
    code: '810107',
    name: '5G 云盘',
    partnerCode: 'YD066',
    partnerName: '云端科技',
    feeFen: 1200,
    effectRule: 'at_once',
    chargeMode: 'full_month',
  },
  {
    code: '810108',
    name: '游戏畅玩包',
    partnerCode: 'LX077',
    partnerName: '灵犀互娱',
    feeFen: 1000,
    effectRule: 'at_once',
    chargeMode: 'per_use',
  },
  {
    code: '810109',
    name: '体育赛事包',
    partnerCode: 'XH022',
    partnerName: '星河视频',
    feeFen: 2500,
    effectRule: 'at_once',
    chargeMode: 'full_month',
  },
];
