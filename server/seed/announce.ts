import type { Launched } from '../launch.ts';

/** What the person at the terminal is told: where to go and, once, with which passwords. */
export function announcement(launched: Launched): string {
  const { prepared, url } = launched;
  const lines = ['', `  Redress is running at ${url}`];
  if (launched.gatewayUrl !== undefined)
    lines.push(`  Simulated operator gateway at ${launched.gatewayUrl}`);
  if (prepared.accounts.length > 0) {
    lines.push(
      '',
      '  One-time passwords, shown only now. Each person chooses an own one at first sign-in.',
      '',
    );
    const widths = [10, 14, 22];
    const row = (cells: string[]) =>
      `  ${cells.map((cell, i) => padTo(cell, widths[i] ?? 0)).join('  ')}`;
    lines.push(row(['Sign in as', 'Role', 'Name', 'Password']));
    for (const account of prepared.accounts)
      lines.push(row([account.login, account.role, account.name, account.oneTimePassword]));
  } else {
    lines.push(
      '  Data kept from the last start. Forgotten passwords are reset by the administrator (Staff).',
    );
  }
  return `${lines.join('\n')}\n\n`;
}

/** Pads by columns on the terminal, where a Chinese character takes two. */
function padTo(text: string, width: number): string {
  const columns = [...text].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, width - columns));
}
