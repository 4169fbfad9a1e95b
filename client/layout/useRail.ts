import { useStore } from 'ra-core';
import { useState } from 'react';
import { useLocation } from 'react-router-dom';

export interface RailState {
  collapsed: boolean;
  setCollapsed: (collapsed: boolean) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
}

/** 220 px or 48 px of icons, remembered; a drawer on a narrow screen, closed by going elsewhere. */
export function useRail(drawer: boolean): RailState {
  const [collapsed, setCollapsed] = useStore('redress.rail.collapsed', false);
  const { pathname } = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return {
    collapsed: collapsed && !drawer,
    setCollapsed,
    open: drawer && openAt === pathname,
    setOpen: (open) => setOpenAt(open ? pathname : null),
  };
}
