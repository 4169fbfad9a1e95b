import { useTranslate } from 'ra-core';
import { useLocation, useNavigate } from 'react-router-dom';
import { Tabs } from '../components/index.ts';

const paths = {
  rules: '/rule-reviews/rules',
  reviews: '/rule-reviews',
  refusals: '/refusals',
} as const;
type Part = keyof typeof paths;
const parts = Object.keys(paths) as Part[];

/** Rules with their numbers, their reviews, and the register; each has an address of its own. */
export function RuleTabs() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <Tabs
      label={t('causes.rules.tabs.label')}
      value={parts.find((part) => paths[part] === pathname) ?? 'reviews'}
      onChange={(id) => {
        const part = parts.find((candidate) => candidate === id);
        if (part !== undefined) void navigate(paths[part]);
      }}
      tabs={parts.map((id) => ({ id, label: t(`causes.rules.tabs.${id}`) }))}
    />
  );
}
