"use client";
import { type RefObject, useState } from "react";
import { copyKey } from "./copy-key.ts";
import { saveEnv } from "./save-env.ts";

export type SaveState =
  { kind: "none" } | { kind: "copied" } | { kind: "refused" } | { kind: "saved"; file: string };

export interface SaveKey {
  state: SaveState;
  copy: () => void;
  save: () => void;
  /** Copied by the user's own means: the copy keys, or the browser's menu. */
  copied: () => void;
}

export interface SaveKeyOptions {
  /** What it is called in a `.env` file. */
  variable: string;
  secret: string;
  shown: RefObject<HTMLElement | null>;
  onSaved: () => void;
}

export function useSaveKey({ variable, secret, shown, onSaved }: SaveKeyOptions): SaveKey {
  const [state, setState] = useState<SaveState>({ kind: "none" });

  const copied = () => {
    setState({ kind: "copied" });
    onSaved();
  };
  const copy = async () => {
    if (shown.current === null) return;
    // Emptied first, so that copying again is announced again.
    setState({ kind: "none" });
    if (await copyKey(secret, shown.current)) copied();
    else setState({ kind: "refused" });
  };
  const save = () => {
    setState({ kind: "saved", file: saveEnv(variable, secret) });
    onSaved();
  };
  return { state, copy: () => void copy(), save, copied };
}
