import type { Change, ChangeListener, ChangeMessages } from "../port/change-messages.ts";

/** Messages between engines of one test, which can be lost, and kept from being sent. */
export interface MessageBus {
  /** One for each process. */
  readonly messages: ChangeMessages;
  readonly published: readonly Change[];
  /** From now on nothing arrives. */
  lose(): void;
  /** From now on whoever publishes is told that it cannot be. */
  break(error: Error): void;
  /** All is well again, and everybody is told that something may have been lost. */
  mend(): void;
}

export function messageBus(): MessageBus {
  const listeners = new Set<ChangeListener>();
  const published: Change[] = [];
  let isLosing = false;
  let broken: Error | null = null;
  return {
    published,
    messages: {
      async publish(change) {
        if (broken !== null) throw broken;
        published.push(change);
        if (!isLosing) for (const listener of listeners) listener.changed(change);
      },
      subscribe(listener) {
        listeners.add(listener);
        return async () => {
          listeners.delete(listener);
        };
      },
    },
    lose() {
      isLosing = true;
    },
    break(error) {
      broken = error;
    },
    mend() {
      isLosing = false;
      broken = null;
      for (const listener of listeners) listener.missed();
    },
  };
}
