import type { ApiKey } from "@latchkey/better-auth/client";

/** What every dialog about one key is given. */
export interface ChangeDialogProps {
  apiKey: ApiKey;
  /** Says what was done, and brings the list up to date. */
  onDone: (notice: string) => Promise<void>;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}
