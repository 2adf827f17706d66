"use client";
import { OPEN_POLICY } from "../../client/key-policy.ts";
import { CreateKeyDialog } from "../create/create-key-dialog.tsx";
import { DeleteKeyDialog } from "../delete/delete-key-dialog.tsx";
import { KeyDetailsDialog } from "../details/key-details-dialog.tsx";
import { EditKeyDialog } from "../edit/edit-key-dialog.tsx";
import { RevokeKeyDialog } from "../revoke/revoke-key-dialog.tsx";
import { RotateKeyDialog } from "../rotate/rotate-key-dialog.tsx";
import type { KeysCardState } from "./use-keys-card.ts";

/** Beside the list, not in it: whatever happens to the list, an open dialog stays. */
export function KeyDialogs({ card }: { card: KeysCardState }) {
  const { nextFocus, done, failed, created, policy } = card;
  const { dialog, closed } = card.dialogs;
  if (dialog === null) return null;
  const shared = { onFailure: failed, onClosed: closed, nextFocus };
  if (dialog.kind === "create") {
    return <CreateKeyDialog {...shared} policy={policy} onCreated={created} />;
  }
  const apiKey = dialog.key;
  const { rotation } = policy.data ?? OPEN_POLICY;
  const change = { ...shared, apiKey, onDone: done };
  switch (dialog.kind) {
    case "details":
      return (
        <KeyDetailsDialog
          apiKey={apiKey}
          userId={card.userId}
          onClosed={closed}
          nextFocus={nextFocus}
        />
      );
    case "edit":
      return <EditKeyDialog {...change} policy={policy} />;
    case "rotate":
      return (
        <RotateKeyDialog {...shared} apiKey={apiKey} overlaps={rotation} onRotated={created} />
      );
    case "revoke":
      return <RevokeKeyDialog {...change} predecessor={card.predecessor} userId={card.userId} />;
    case "delete":
      return <DeleteKeyDialog {...change} />;
  }
}
