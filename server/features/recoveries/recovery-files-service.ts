import { MAX_RECOVERY_FILES, type RecoveryFile } from '#contract/recoveries.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { RecoveryHead } from '#domain/recoveries.ts';
import type { RecoveryService } from './recovery-service.ts';
import type { NewFile, RecoveryStore } from './recovery-store.ts';

interface Needs {
  store: RecoveryStore;
  recoveries: Pick<RecoveryService, 'seen' | 'record'>;
}

/** Files that prove a head: invoices, records, letters that came back. Struck out with a reason, never lost. */
export function createRecoveryFilesService({ store, recoveries }: Needs) {
  async function find(ctx: ActionContext, id: string): Promise<RecoveryFile> {
    const file = await store.file(id);
    if (file === undefined) throw new DomainError('not_found', 'errors.notFound');
    await recoveries.seen(ctx, file.recoveryId);
    return file;
  }

  async function assertRoom(recoveryId: string): Promise<void> {
    const standing = (await store.files(recoveryId)).filter((one) => one.withdrawnAt === null);
    if (standing.length >= MAX_RECOVERY_FILES)
      throw new DomainError('conflict', 'errors.recoveries.tooManyFiles', {
        args: { max: MAX_RECOVERY_FILES },
      });
  }

  const record = (ctx: ActionContext, act: string, file: RecoveryFile) => {
    const { id: fileId, head, fileName, sha256, sizeBytes } = file;
    const detail = { fileId, head, fileName, sha256, sizeBytes };
    return recoveries.record(ctx, act, file.recoveryId, detail);
  };

  return {
    find,

    /** Before the bytes are taken in: whether they would be of use. */
    async expect(ctx: ActionContext, recoveryId: string, head: RecoveryHead): Promise<void> {
      await recoveries.seen(ctx, recoveryId);
      const heads = await store.heads(recoveryId);
      if (!heads.some((one) => one.head === head))
        throw new DomainError('conflict', 'errors.recoveries.noHead');
      await assertRoom(recoveryId);
    },

    /** Once the bytes lie safe. The same file again under the same head is the one that is there. */
    async add(ctx: ActionContext, file: NewFile): Promise<RecoveryFile> {
      await recoveries.seen(ctx, file.recoveryId);
      const there = (await store.files(file.recoveryId)).find(
        (one) => one.sha256 === file.sha256 && one.head === file.head && one.withdrawnAt === null,
      );
      if (there !== undefined) return there;
      await assertRoom(file.recoveryId);
      const added = await find(ctx, await store.addFile(ctx.actor, file));
      await record(ctx, 'file_added', added);
      return added;
    },

    async withdraw(ctx: ActionContext, id: string, reason: string): Promise<RecoveryFile> {
      await find(ctx, id);
      await store.withdrawFile(id, ctx.actor, reason);
      const file = await find(ctx, id);
      await record({ ...ctx, reason }, 'file_withdrawn', file);
      return file;
    },

    noteRead: (ctx: ActionContext, file: RecoveryFile) => record(ctx, 'file_read', file),
  };
}

export type RecoveryFilesService = ReturnType<typeof createRecoveryFilesService>;
