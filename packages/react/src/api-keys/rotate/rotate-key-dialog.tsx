"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useRef, useState } from "react";
import type { Overlaps } from "../../client/key-policy.ts";
import { fill } from "../../localization/message.ts";
import { Filled } from "../../part/filled.tsx";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { exactTime } from "../../time/format-time.ts";
import { keyTitle } from "../key-display.ts";
import type { RequestFailure } from "../../request/failure.ts";
import { NewKeyDialog } from "../reveal/new-key-dialog.tsx";
import { newKeyOf, useKeyMaking } from "../reveal/use-key-making.ts";
import { KeyMention } from "../key-start.tsx";
import { overlapEnd } from "./overlap.ts";
import { RotateKeyForm } from "./rotate-key-form.tsx";

export interface RotateKeyDialogProps {
  apiKey: ApiKey;
  overlaps: Overlaps;
  /** Brings the list up to date. Is told nothing of the new key. */
  onRotated: () => Promise<void>;
  onFailure: (failure: RequestFailure) => void;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}

export function RotateKeyDialog(props: RotateKeyDialogProps) {
  const { apiKey, overlaps, onRotated, onFailure, onClosed, nextFocus } = props;
  const { text, locale } = useText();
  const client = useAuthClient();
  const chosen = useRef<HTMLInputElement>(null);
  const [overlap, setOverlap] = useState(overlaps.defaultOverlap);
  const making = useKeyMaking(onRotated, onFailure);

  const describeKey = ({ name, createdAt }: { name: string; createdAt: Date }) => {
    if (overlap === 0) return fill(text.ROTATED_NOW_DESCRIPTION, { name });
    const end = overlapEnd(apiKey.expiresAt, overlap, createdAt.getTime());
    return fill(text.ROTATED_DESCRIPTION, { name, date: exactTime(end, locale) });
  };
  return (
    <NewKeyDialog
      making={making}
      title={fill(text.ROTATE_API_KEY, { name: keyTitle(apiKey, text) })}
      description={
        <p>
          <Filled
            message={text.ROTATE_API_KEY_DESCRIPTION}
            values={{ start: <KeyMention apiKey={apiKey} /> }}
          />
        </p>
      }
      initialFocus={chosen}
      describeKey={describeKey}
      onClosed={onClosed}
      nextFocus={nextFocus}
    >
      <RotateKeyForm
        apiKey={apiKey}
        overlaps={overlaps}
        overlap={overlap}
        onChange={setOverlap}
        request={making}
        chosenRef={chosen}
        onSubmit={() =>
          making.make(() => newKeyOf(client.apiKey.rotate({ keyId: apiKey.id, overlap })))
        }
        onCancel={making.dismiss}
      />
    </NewKeyDialog>
  );
}
