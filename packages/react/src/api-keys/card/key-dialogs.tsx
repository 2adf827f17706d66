"use client";
import { CreateKeyDialog } from "../create/create-key-dialog.tsx";
import { DeleteKeyDialog } from "../delete/delete-key-dialog.tsx";
import { RenameKeyDialog } from "../rename/rename-key-dialog.tsx";
import { RevokeKeyDialog } from "../revoke/revoke-key-dialog.tsx";
import type { KeysCardState } from "./use-keys-card.ts";

/** Beside the list, not in it: whatever happens to the list, an open dialog stays. */
export function KeyDialogs({ card }: { card: KeysCardState }) {
  const { dialog, closed, nextFocus, done, created } = card;
  if (dialog === null) return null;
  const shared = { onClosed: closed, nextFocus };
  if (dialog.kind === "create") return <CreateKeyDialog {...shared} onCreated={created} />;
  const change = { ...shared, apiKey: dialog.key, onDone: done };
  switch (dialog.kind) {
    case "rename":
      return <RenameKeyDialog {...change} />;
    case "revoke":
      return <RevokeKeyDialog {...change} />;
    case "delete":
      return <DeleteKeyDialog {...change} />;
  }
}
