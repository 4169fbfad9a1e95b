import { useNotify, useTranslate } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import type { CaseShow } from '#contract/cases.ts';
import { Button, Icon, usePopover, useVerb } from '../components/index.ts';
import type { IconName } from '../components/index.ts';
import type { CaseDialogName } from './CaseDialogs.tsx';
import type { CaseActs } from './useCaseActs.ts';

interface MoreMenuProps {
  record: CaseShow;
  acts: CaseActs;
  onOpen(dialog: CaseDialogName): void;
}

interface MenuItem {
  key: string;
  label: string;
  icon: IconName;
  bad?: boolean;
  run(): void;
}

/** Acts that are seldom or end the case. */
export function MoreMenu({ record, acts, onOpen }: MoreMenuProps) {
  const t = useTranslate();
  const notify = useNotify();
  const { open, setOpen, ref } = usePopover();
  const release = useVerb({ message: t('unsubscribes.act.released') });
  const items = useItems({ record, acts, onOpen }, () =>
    release.mutate({
      ...{ resource: 'cases', id: record.id, verb: 'release' },
      body: { version: record.version },
    }),
  );
  const navigate = useNavigate();
  const prioritise = useVerb<CaseShow>({
    message: ({ priority }) =>
      t('unsubscribes.page.priority.done', {
        priority: t(`unsubscribes.page.priority.p${priority}`),
      }),
    undo: ({ id, version }) => ({
      ...{ resource: 'cases', id, verb: 'priority' },
      body: { version, priority: record.priority },
    }),
  });
  const priorities = [2, 1, 0]
    .filter((level) => acts.mayWork && !acts.ended && level !== record.priority)
    .map((priority): MenuItem => ({
      key: `priority${priority}`,
      label: t(`unsubscribes.page.priority.set${priority}`),
      icon: 'flag',
      run: () =>
        prioritise.mutate({
          ...{ resource: 'cases', id: record.id, verb: 'priority' },
          body: { version: record.version, priority },
        }),
    }));
  const copyLink = () => {
    const url = new URL(`/cases/${record.id}/show`, location.origin).href;
    const copied = t('common.copied');
    void navigator.clipboard.writeText(url).then(() => notify(copied, { type: 'success' }));
  };
  const all: MenuItem[] = [
    ...priorities,
    ...items,
    {
      key: 'evidence',
      label: t('unsubscribes.page.evidence.menu'),
      icon: 'document',
      run: () => void navigate(`/cases/${record.id}/evidence`),
    },
    { key: 'link', label: t('unsubscribes.drawer.copyLink'), icon: 'link', run: copyLink },
    { key: 'print', label: t('unsubscribes.act.print'), icon: 'print', run: () => window.print() },
  ];
  return (
    <div className="k-more" ref={ref}>
      <Button
        icon="more"
        busy={release.isPending || prioritise.isPending}
        aria-label={t('unsubscribes.act.more')}
        aria-expanded={open}
        aria-haspopup="menu"
        onClick={() => setOpen(!open)}
      />
      {open && (
        <ul className="r-pop r-pop--right r-pop__menu" role="menu">
          {all.map((item) => (
            <li key={item.key} role="none">
              <button
                type="button"
                role="menuitem"
                className={item.bad === true ? 'k-more__bad' : undefined}
                onClick={() => {
                  setOpen(false);
                  item.run();
                }}
              >
                <Icon name={item.icon} />
                {item.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What this person may do with the case in its present state. */
function useItems({ record, acts, onOpen }: MoreMenuProps, release: () => void): MenuItem[] {
  const t = useTranslate();
  if (!acts.mayWork || acts.ended) return [];
  const { state } = record;
  const word = (key: string) => t(`unsubscribes.act.${key}`);
  const items: MenuItem[] = [
    { key: 'identity', label: t('identity.record'), icon: 'shield', run: () => onOpen('identity') },
    { key: 'assign', label: word('assign'), icon: 'user', run: () => onOpen('assign') },
  ];
  if (state === 'held')
    items.push({ key: 'release', label: word('release'), icon: 'play', run: release });
  if (['open', 'queued'].includes(state))
    items.push({ key: 'hold', label: word('hold'), icon: 'pause', run: () => onOpen('hold') });
  if (state !== 'sent' && state !== 'confirmed')
    items.push(
      {
        key: 'withdraw',
        label: word('withdraw'),
        icon: 'undo',
        bad: true,
        run: () => onOpen('withdraw'),
      },
      { key: 'fail', label: word('fail'), icon: 'stop', bad: true, run: () => onOpen('fail') },
    );
  return items;
}
