"use client";
import { useState } from "react";
import type { NewKeyOutcome } from "../../client/auth-client.ts";
import { useLeaveWarning } from "../../part/use-leave-warning.ts";
import { useOpen } from "../../part/use-open.ts";
import { answerOf, type RequestFailure } from "../../request/failure.ts";
import { type RequestState, useRequest } from "../../request/use-request.ts";

/** A key, or another secret, that has just been made. */
export interface NewKey {
  name: string;
  key: string;
  createdAt: Date;
}

export interface KeyMaking extends RequestState {
  open: boolean;
  /** The one place that holds the key; it goes when the dialog does. */
  made: NewKey | null;
  make: (ask: () => Promise<NewKey>) => void;
  /** The key has been copied, or saved in a file. */
  saved: () => void;
  /** Asked to close: closes, asks first, or does nothing. */
  dismiss: () => void;
  /** Whether it is asked if the key should really be left unsaved. */
  isLeaving: boolean;
  back: () => void;
  leave: () => void;
}

/**
 * A dialog that makes a key, then shows it. Until the key was copied or saved, leaving asks first; while it is
 * being made, there is no leaving. `onMade` brings the list up to date, and is told nothing of the key.
 */
export function useKeyMaking(
  onMade: () => Promise<void>,
  onFailure: (failure: RequestFailure) => void,
): KeyMaking {
  const { open, close } = useOpen();
  const { pending, failure, run } = useRequest(onFailure);
  const [made, setMade] = useState<NewKey | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isLeaving, setLeaving] = useState(false);

  const make = async (ask: () => Promise<NewKey>) => {
    const isMade = await run(async () => {
      setMade(await ask());
      return true;
    });
    if (isMade === true) await onMade();
  };
  const isUnsaved = made !== null && !isSaved;
  useLeaveWarning(open && (pending || isUnsaved));

  return {
    open,
    pending,
    failure,
    made,
    make: (ask) => void make(ask),
    saved: () => setSaved(true),
    dismiss: () => {
      if (pending) return;
      if (isUnsaved) setLeaving(true);
      else close();
    },
    isLeaving,
    back: () => setLeaving(false),
    leave: () => {
      setLeaving(false);
      close();
    },
  };
}

/** What of a key's making is shown. Throws as `answerOf`. */
export async function newKeyOf(request: Promise<NewKeyOutcome>): Promise<NewKey> {
  const { key, name, start, createdAt } = await answerOf(request);
  return { key, name: name ?? start, createdAt };
}
