"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { fill, fillPlural } from "../../localization/message.ts";
import { ConfirmDialog } from "../../part/confirm-dialog.tsx";
import { Filled } from "../../part/filled.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import { exactTime, relativeTime } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import type { ChangeDialogProps } from "../change-dialog.ts";
import { isOver, keyTitle, shownStatus } from "../key-display.ts";
import { useKeyUsage } from "../usage/use-key-usage.ts";
import { isReplaced } from "../rotation.ts";
import { KeyMention } from "../key-start.tsx";

export interface RevokeKeyDialogProps extends ChangeDialogProps {
  /** The key that this one replaced, where it is at hand. */
  predecessor: ApiKey | undefined;
  /** Whoever is looking. */
  userId: string;
}

/** Never optimistic: the dialog stays until the server has said that the key is revoked. */
export function RevokeKeyDialog(props: RevokeKeyDialogProps) {
  const { apiKey, predecessor, userId, onDone, onFailure, onClosed, nextFocus } = props;
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest(onFailure);
  const { open, close } = useOpen();
  const name = keyTitle(apiKey, text);

  const revoke = async () => {
    await request.run(async () => {
      const successor = isReplaced(apiKey) ? { successor: "keep" as const } : {};
      await answerOf(client.apiKey.revoke({ keyId: apiKey.id, ...successor }));
      await onDone(fill(text.NOTICE_REVOKED, { name }));
      close();
    });
  };

  return (
    <ConfirmDialog
      open={open}
      title={fill(text.REVOKE_API_KEY, { name })}
      description={<WhatStops apiKey={apiKey} predecessor={predecessor} userId={userId} />}
      confirm={text.REVOKE_CONFIRM}
      request={request}
      onConfirm={() => void revoke()}
      onCancel={close}
      onClosed={onClosed}
      nextFocus={nextFocus}
    />
  );
}

function WhatStops({
  apiKey,
  predecessor,
  userId,
}: Pick<RevokeKeyDialogProps, "apiKey" | "predecessor" | "userId">) {
  const { text, locale } = useText();
  const now = useNow();
  const used = apiKey.lastRequest;
  const { shown } = useKeyUsage(apiKey, userId, "day");
  return (
    <>
      <p>
        <Filled
          message={text.REVOKE_API_KEY_DESCRIPTION}
          values={{ start: <KeyMention apiKey={apiKey} /> }}
        />
      </p>
      <p data-strong={used === null ? undefined : ""}>
        {used === null
          ? text.REVOKE_NEVER_USED
          : fill(text.REVOKE_LAST_USED, { when: relativeTime(used, now, locale) })}
      </p>
      {used === null ? null : <LastDay requests={shown?.usage.total} />}
      {isReplaced(apiKey) ? <p>{text.REVOKE_REPLACED}</p> : null}
      {predecessor === undefined ? null : <WhatGoesOn predecessor={predecessor} now={now} />}
    </>
  );
}

/** Its line is there before its figure is: the buttons must not move away from under a finger. */
function LastDay({ requests }: { requests: number | undefined }) {
  const { text, locale } = useText();
  if (requests === undefined) return <p aria-hidden="true">…</p>;
  if (requests === 0) return <p>{text.REVOKE_QUIET_DAY}</p>;
  return <p data-strong="">{fillPlural(text.REVOKE_LAST_DAY, requests, locale)}</p>;
}

/** Whoever revokes a replacement may not think of the key that it replaced. */
function WhatGoesOn({ predecessor, now }: { predecessor: ApiKey; now: number }) {
  const { text, locale } = useText();
  const { expiresAt } = predecessor;
  const status = shownStatus(predecessor, now);
  if (expiresAt === null || isOver(status) || status === "disabled") return null;
  return (
    <p>
      <Filled
        message={text.REVOKE_REPLACEMENT}
        values={{ start: <KeyMention apiKey={predecessor} />, date: exactTime(expiresAt, locale) }}
      />
    </p>
  );
}
