const MAX_NAME = 120;
/** What a name must not hold: controls, marks that turn the direction of text, and what paths and shells read. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;

/**
 * A file's name as it is kept and shown: its last part, composed, without what could mislead a reader, a path or a
 * header, and not longer than 120 characters with its ending. Null when nothing is left of it.
 */
export function safeFileName(sent: string): string | null {
  const last = sent.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .replace(UNSAFE, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 ? clean.slice(dot) : '';
  const stem = [...(dot > 0 ? clean.slice(0, dot) : clean)];
  const room = MAX_NAME - [...ending].length;
  return stem.length === 0 || room < 1 ? null : stem.slice(0, room).join('') + ending;
}

/** 'pdf' of 'Report.PDF'; '' without one. */
export function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}
