import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** A page in its own chunk, from a module with a named export. */
export function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await load())[name] }));
}
