import { describe, expect, it } from 'vitest';
import type { ClientFeature, NavItem } from './feature.ts';
import { firstPage, navItemAt, visibleNav } from './nav.ts';

const item = (to: string, group: NavItem['group'], extra: Partial<NavItem> = {}): NavItem => ({
  group,
  to,
  labelKey: 'shell.nav.queue',
  icon: 'list',
  permission: 'cases.read',
  ...extra,
});

const features: ClientFeature[] = [
  { nav: [item('/staff', 'system', { permission: 'staff.read' })] },
  { nav: [item('/imports', 'work', { order: 30 }), item('/cases', 'work', { order: 10 })] },
];

describe('the rail', () => {
  it('shows only what the permissions open, in the order of the groups', () => {
    const shown = visibleNav(features, ['cases.read', 'staff.read']);
    expect(shown.map(({ group }) => group)).toEqual(['work', 'system']);
    expect(shown[0]?.items.map(({ to }) => to)).toEqual(['/cases', '/imports']);
    expect(visibleNav(features, ['staff.read']).map(({ group }) => group)).toEqual(['system']);
  });

  it('opens the first page a role has, and the account where it has none', () => {
    expect(firstPage(features, ['cases.read'])).toBe('/cases');
    expect(firstPage(features, [])).toBe('/account');
  });

  it('knows the page of a record, and does not take a longer name for it', () => {
    expect(navItemAt(features, '/cases/01X/show')?.to).toBe('/cases');
    expect(navItemAt(features, '/cases-old')).toBeUndefined();
  });

  it('knows the pages that belong to another one', () => {
    const messages: ClientFeature = {
      nav: [item('/notices', 'system', { also: ['/message-templates'] })],
    };
    expect(navItemAt([messages], '/message-templates/01X/show')?.to).toBe('/notices');
  });
});
