import { useTranslate } from 'ra-core';
import { useLocation, useNavigate } from 'react-router-dom';
import { Tabs } from '../components/index.ts';

const paths = {
  codes: '/failure-codes',
  rules: '/failure-codes/rules',
  unmapped: '/failure-codes/unmapped',
  versions: '/failure-codes/versions',
} as const;
type Part = keyof typeof paths;
const parts = Object.keys(paths) as Part[];

/** The parts, each with an address of its own. */
export function CatalogueTabs() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const value = parts.find((part) => paths[part] === pathname) ?? 'codes';
  const open = (id: string) => {
    const part = parts.find((candidate) => candidate === id);
    if (part !== undefined) void navigate(paths[part]);
  };
  return (
    <Tabs
      label={t('catalogue.tabs.label')}
      value={value}
      onChange={open}
      tabs={parts.map((id) => ({ id, label: t(`catalogue.tabs.${id}`) }))}
    />
  );
}

/** The queue at these conditions. */
export const casesBy = (filter: Record<string, unknown>): string =>
  `/cases?filter=${encodeURIComponent(JSON.stringify(filter))}`;
