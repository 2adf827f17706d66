import type { Outcome } from "../client/auth-client.ts";

/** Why a request did not do what was asked. `status` is 0 where no answer came at all. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly status: number;
  readonly code: string | null;

  constructor(status: number, code: string | null, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer of a request. Throws only {@link RequestFailure}. */
export async function answerOf<T>(request: Promise<Outcome<T>>): Promise<T> {
  const { data, error } = await request.catch(() => {
    throw new RequestFailure(0, null, "");
  });
  if (error !== null) {
    throw new RequestFailure(error.status, error.code ?? null, error.message ?? "");
  }
  if (data === null) throw new RequestFailure(0, null, "");
  return data;
}

export function isSessionExpired(error: unknown): boolean {
  return error instanceof RequestFailure && error.status === 401;
}

/** Whether what is on screen is no longer so: the key has gone, or was changed by somebody else meanwhile. */
export function isOutdated({ status }: RequestFailure): boolean {
  return status === 404 || status === 409;
}

/** Whether asking again may help: not where the server answered and said no. */
export function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof RequestFailure) || error.status === 0 || error.status >= 500;
}
