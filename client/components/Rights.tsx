import { useTranslate } from 'ra-core';

/** What a role may do, in words. */
export function Rights({ permissions }: { permissions: readonly string[] }) {
  const t = useTranslate();
  const words = permissions.map((permission) => {
    const key = permission.replace('.', '_');
    return t(`shell.may.${key}`, { _: permission });
  });
  return <>{words.join(t('shell.listSeparator'))}</>;
}
