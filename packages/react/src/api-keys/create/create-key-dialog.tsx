"use client";
import { useRef } from "react";
import { fill } from "../../localization/message.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import type { RequestFailure } from "../../request/failure.ts";
import { NewKeyDialog } from "../reveal/new-key-dialog.tsx";
import { newKeyOf, useKeyMaking } from "../reveal/use-key-making.ts";
import type { PolicyState } from "../use-keys.ts";
import { CreateKeyForm } from "./create-key-form.tsx";
import { PolicyWait } from "../form/policy-wait.tsx";

export interface CreateKeyDialogProps {
  policy: PolicyState;
  /** Brings the list up to date. Is told nothing of the key. */
  onCreated: () => Promise<void>;
  onFailure: (failure: RequestFailure) => void;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}

export function CreateKeyDialog(props: CreateKeyDialogProps) {
  const { policy, onCreated, onFailure, onClosed, nextFocus } = props;
  const { text } = useText();
  const client = useAuthClient();
  const input = useRef<HTMLInputElement>(null);
  const making = useKeyMaking(onCreated, onFailure);
  return (
    <NewKeyDialog
      making={making}
      title={text.CREATE_API_KEY}
      description={text.CREATE_API_KEY_DESCRIPTION}
      initialFocus={input}
      describeKey={({ name }) => fill(text.API_KEY_CREATED_DESCRIPTION, { name })}
      onClosed={onClosed}
      nextFocus={nextFocus}
    >
      {policy.data === undefined ? (
        <PolicyWait policy={policy} nameRef={input} onCancel={making.dismiss} />
      ) : (
        <CreateKeyForm
          policy={policy.data}
          request={making}
          nameRef={input}
          onSubmit={(values) => making.make(() => newKeyOf(client.apiKey.create(values)))}
          onCancel={making.dismiss}
        />
      )}
    </NewKeyDialog>
  );
}
