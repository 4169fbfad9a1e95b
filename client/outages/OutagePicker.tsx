import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { OutageRecord } from '#contract/outages.ts';
import { When } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSettled } from './PreviewScope.tsx';
import { OutageWord } from './words.tsx';

interface OutagePickerProps {
  label: string;
  exceptId?: string | undefined;
  onPick: (outage: OutageRecord) => void;
}

/** Finds an outage that is no part of another by number or title; empty, the latest are offered. */
export function OutagePicker({ label, exceptId, onPick }: OutagePickerProps) {
  const t = useTranslate();
  const id = useId();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const q = useSettled(typed.trim(), 250);
  const { data } = useQuery({
    queryKey: ['outages', 'pick', q],
    enabled: open,
    placeholderData: keepPreviousData,
    queryFn: () =>
      dataProvider.getList<OutageRecord>('outages', {
        filter: { parentId: 'none', ...(q === '' ? {} : { q }) },
        pagination: { page: 1, perPage: 8 },
        sort: { field: 'startedAt', order: 'DESC' },
      }),
  });
  const found = (data?.data ?? []).filter(
    (one) => one.id !== exceptId && one.state !== 'cancelled',
  );
  const pick = (outage: OutageRecord | undefined) => {
    if (outage === undefined) return;
    setOpen(false);
    setTyped('');
    onPick(outage);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setOpen(true);
      setAt((before) => (before + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (open) pick(found[at]);
    }
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="o-pick">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && found[at] !== undefined ? `${id}-${at}` : undefined}
        autoComplete="off"
        value={typed}
        placeholder={t('outages.parent.find')}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open}>
        {found.map((outage, index) => (
          <li
            key={outage.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(outage);
            }}
          >
            <strong>{outage.number}</strong>
            <span className="r-ellipsis">{outage.title}</span>
            <When at={outage.startedAt} zone={outage.zone} />
            <OutageWord state={outage.state} />
          </li>
        ))}
        {data !== undefined && found.length === 0 && (
          <li className="r-note" role="option" aria-selected={false} aria-disabled>
            {t('outages.parent.nothing')}
          </li>
        )}
      </ul>
    </div>
  );
}
