import type { Change, ChangeListener } from "@latchkey/core";

/** Keeps what it was told, in its order. */
export interface RecordingListener extends ChangeListener {
  readonly told: (Change | "missed")[];
}

export function recordingListener(): RecordingListener {
  const told: (Change | "missed")[] = [];
  return {
    told,
    changed: (change) => void told.push(change),
    missed: () => void told.push("missed"),
  };
}
