import { useStore } from 'ra-core';
import { useEffect, useState } from 'react';
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
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname, drawer]);
  return { collapsed: collapsed && !drawer, setCollapsed, open, setOpen };
}
