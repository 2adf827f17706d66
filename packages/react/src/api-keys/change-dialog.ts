import type { ApiKey } from "@latchkey/better-auth/client";
import type { RequestFailure } from "../request/failure.ts";

/** What every dialog about one key is given. */
export interface ChangeDialogProps {
  apiKey: ApiKey;
  /** Says what was done, and brings the list up to date. */
  onDone: (notice: string) => Promise<void>;
  /** Told of every request that failed: the list may be out of date. */
  onFailure: (failure: RequestFailure) => void;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}
