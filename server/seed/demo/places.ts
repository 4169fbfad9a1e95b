/** An invented province with eight districts; the codes begin with 99, which no real one does. */
export interface District {
  code: string;
  name: string;
  city: string;
  nameEn: string;
}

export const PROVINCE = '云川省';
export const PROVINCE_NAMED = { code: '990000', nameEn: 'Yunchuan' };

export const districts: readonly District[] = [
  { code: '990101', name: '东湖区', city: '云州市', nameEn: 'Donghu' },
  { code: '990102', name: '北港区', city: '云州市', nameEn: 'Beigang' },
  { code: '990103', name: '青岚区', city: '云州市', nameEn: 'Qinglan' },
  { code: '990104', name: '南浦区', city: '云州市', nameEn: 'Nanpu' },
  { code: '990201', name: '江源区', city: '江源市', nameEn: 'Jiangyuan' },
  { code: '990202', name: '石桥区', city: '江源市', nameEn: 'Shiqiao' },
  { code: '990301', name: '临海区', city: '临海市', nameEn: 'Linhai' },
  { code: '990302', name: '沙洲县', city: '临海市', nameEn: 'Shazhou' },
];

export const cities = [
  { code: '990100', name: '云州市', nameEn: 'Yunzhou' },
  { code: '990200', name: '江源市', nameEn: 'Jiangyuan City' },
  { code: '990300', name: '临海市', nameEn: 'Linhai City' },
] as const;

export const SITES_PER_DISTRICT = 40;

export const siteOf = (areaCode: string, number: number): string =>
  `${areaCode}-S${String(number).padStart(3, '0')}`;
