/** A refusal as the handler sends it: `{code, reason, message, status}`, where status repeats the HTTP one as text. */
export interface TmfFault {
  readonly status: number;
  readonly code: string;
  readonly reason: string;
  readonly message: string;
}

/** An Error that the error handler answers in the TM Forum shape. */
export function tmfError(
  status: number,
  code: string,
  reason: string,
  message = reason,
): Error & TmfFault {
  return Object.assign(new Error(message), { tmf: true as const, status, code, reason });
}

export function isTmfError(error: unknown): error is Error & TmfFault {
  return error instanceof Error && (error as { tmf?: unknown }).tmf === true;
}

export function tmfErrorBody(fault: TmfFault): Record<string, string> {
  const { code, reason, message, status } = fault;
  return { code, reason, message, status: String(status), '@type': 'Error' };
}
