import { describe, expect, it } from 'vitest';
import { channelOf, channels } from './channels.ts';
import { IDENTITY_VALID_MS, needsIdentity, revealReasons } from './identity.ts';
import { meaningOf } from './reply-meaning.ts';

describe('a channel', () => {
  it.each([
    ['app', ['APP', '掌厅', '掌上营业厅', '手机营业厅', '客户端']],
    ['sms', ['SMS', '短信', '短信营业厅', '短厅']],
    ['hotline', ['Hotline', '热线', '客服热线', '人工热线', '１００８６']],
    ['web', ['web', '网厅', '网上营业厅', '门户网站']],
    ['shop', [' shop ', '营业厅', '自有营业厅', '实体厅']],
    ['partner_page', ['partner_page', 'Partner Page', 'SP页面', 'sp网页']],
    ['ivr', ['IVR', '语音自助', '自助语音']],
    ['third_party', ['third_party', 'third party', '第三方', '第三方平台', '代理商']],
  ] as const)('%s is named %j', (channel, names) => {
    expect(names.map(channelOf)).toEqual(names.map(() => channel));
    expect(channels).toContain(channel);
  });

  it('that is not known has no name of its own', () => {
    expect(['unknown', '', '飞鸽', 'constructor'].map(channelOf)).toEqual([null, null, null, null]);
  });
});

describe('a short answer', () => {
  it.each([
    ['yes', ['y', 'YES', '是', '确认。', ' Ｙ ! ']],
    ['no', ['n', 'No.', '否', '取消']],
    ['solved', ['1', '１']],
    ['unsolved', ['2', '2.']],
    ['offer', ['td01', 'ＴＤ０１']],
    ['other', ['', '3', 'yes please', '是的', 'constructor', '12', '.y']],
  ] as const)('means %s: %j', (meaning, texts) => {
    expect(texts.map(meaningOf)).toEqual(texts.map(() => meaning));
  });
});

describe('who calls', () => {
  it('must be known where somebody acts for a caller, for half an hour', () => {
    expect(revealReasons.filter(needsIdentity)).toEqual(['caller']);
    expect(IDENTITY_VALID_MS).toBe(1_800_000);
  });
});
