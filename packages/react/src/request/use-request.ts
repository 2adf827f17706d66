"use client";
import { useCallback, useRef, useState } from "react";
import { RequestFailure } from "./failure.ts";

export interface RequestState {
  pending: boolean;
  failure: RequestFailure | null;
}

export type RunRequest = <T>(request: () => Promise<T>) => Promise<T | undefined>;

const IDLE: RequestState = { pending: false, failure: null };

/**
 * Runs one request at a time: while one is under way, another `run` does nothing. `run` resolves to the
 * answer, or to `undefined` where the request failed or was not made. The answer itself is not kept, so
 * that a secret in it lives no longer than its caller wants.
 *
 * `onFailure` is told of every request that failed.
 */
export function useRequest(
  onFailure?: (failure: RequestFailure) => void,
): RequestState & { run: RunRequest } {
  const [state, setState] = useState(IDLE);
  const busy = useRef(false);

  const run = useCallback<RunRequest>(
    async (request) => {
      if (busy.current) return undefined;
      busy.current = true;
      setState({ pending: true, failure: null });
      try {
        const answer = await request();
        setState(IDLE);
        return answer;
      } catch (error) {
        if (!(error instanceof RequestFailure)) {
          setState(IDLE);
          throw error;
        }
        setState({ pending: false, failure: error });
        onFailure?.(error);
        return undefined;
      } finally {
        busy.current = false;
      }
    },
    [onFailure],
  );

  return { ...state, run };
}
