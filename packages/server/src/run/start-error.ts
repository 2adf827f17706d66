/**
 * A reason not to start that the person who started the server can put right. The message is one
 * sentence that says what is wrong and what to do: it is shown alone, without a stack.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The code of a failed system call (`EACCES`, `EADDRINUSE`, …), or `null` for any other error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
