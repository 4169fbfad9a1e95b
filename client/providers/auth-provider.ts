import type { AuthProvider } from 'ra-core';
import type { SessionClient } from '../session/session-client.ts';

/**
 * The session is the server's; here react-admin only asks about it. A 401 is already answered in
 * the HTTP client by signing in again, so `checkError` sees one only when that was refused.
 */
export function createAuthProvider(session: SessionClient): AuthProvider {
  return {
    login: () => Promise.reject(new Error('signing in is done before the application opens')),
    async logout() {
      await session.signOut();
      return false;
    },
    checkAuth: () =>
      session.view().staff === null ? Promise.reject(new Error('signed out')) : Promise.resolve(),
    checkError: (error: { status?: number }) =>
      error.status === 401 ? Promise.reject(error) : Promise.resolve(),
    getIdentity() {
      const { staff } = session.view();
      return Promise.resolve({ id: staff?.id ?? '', fullName: staff?.name ?? '' });
    },
    getPermissions: () => Promise.resolve(session.view().permissions),
    canAccess: ({ resource, action }) => {
      const { permissions } = session.view();
      // Lists and pages are guarded by their feature's permission; the server refuses regardless.
      const reading = action === 'list' || action === 'show' || action === 'export';
      return Promise.resolve(reading || permissions.includes(`${resource}.${action}`));
    },
  };
}
