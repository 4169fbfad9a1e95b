import type { AuthProvider } from 'ra-core';
import type { Permission } from '#domain/permissions.ts';
import type { SessionClient } from '../session/session-client.ts';

/** The permission a resource's pages need; the server refuses regardless. */
export type AccessTable = Readonly<Record<string, { read?: Permission; write?: Permission }>>;

/**
 * The session is the server's; here react-admin only asks about it. A 401 is already answered in
 * the HTTP client by signing in again, so `checkError` sees one only when that was refused.
 */
export function createAuthProvider(session: SessionClient, access: AccessTable): AuthProvider {
  return {
    login: () => Promise.reject(new Error('signing in is done before the application opens')),
    async logout() {
      await session.signOut();
      return false;
    },
    checkAuth: () =>
      session.view().staff === null ? Promise.reject(new Error('signed out')) : Promise.resolve(),
    checkError: (error: { status?: number }) =>
      error.status === 401 ? Promise.reject(new Error('signed out')) : Promise.resolve(),
    getIdentity() {
      const { staff } = session.view();
      return Promise.resolve({ id: staff?.id ?? '', fullName: staff?.name ?? '' });
    },
    getPermissions: () => Promise.resolve(session.view().permissions),
    canAccess: ({ resource, action }) => {
      // Nothing is deleted in this product: things end in a state, or are reversed.
      if (action === 'delete') return Promise.resolve(false);
      const reading = action === 'list' || action === 'show' || action === 'export';
      const needed = reading ? access[resource]?.read : access[resource]?.write;
      return Promise.resolve(needed === undefined || session.view().permissions.includes(needed));
    },
  };
}
