"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { fill } from "../../localization/message.ts";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { RequestFailure } from "../../request/failure.ts";
import { keyTitle } from "../key-display.ts";
import { keyOptions } from "../key-queries.ts";
import { KeyMention } from "../key-start.tsx";

export interface RotationLinkProps {
  keyId: string;
  userId: string;
  /** Shows the details of the other key in the place of this one's. */
  onOpen: (key: ApiKey) => void;
}

/** The key that this one replaced, or was replaced by, once it is known; a way to its details. */
export function RotationLink({ keyId, userId, onOpen }: RotationLinkProps): ReactNode {
  const { text } = useText();
  const options = keyOptions(useAuthClient(), userId, keyId);
  const { data, error } = useQuery(options, useCache());
  if (data !== undefined) {
    return (
      <button
        type="button"
        className="lk-link"
        aria-label={fill(text.DETAILS_OF_KEY, {
          name: keyTitle(data, text),
          start: data.start,
        })}
        onClick={() => onOpen(data)}
      >
        <KeyMention apiKey={data} />
      </button>
    );
  }
  const isGone = error instanceof RequestFailure && error.status === 404;
  return <span data-quiet="">{isGone ? text.DETAILS_DELETED_KEY : "…"}</span>;
}
