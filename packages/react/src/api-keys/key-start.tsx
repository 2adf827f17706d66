"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useText } from "../provider/use-auth-ui.ts";
import { keyTitle } from "./key-display.ts";

/** What a key begins with. Of keys that came from elsewhere it may not be known, which is said to those who cannot see the dash. */
export function KeyStart({ start }: { start: string | null }) {
  const { text } = useText();
  if (start !== null && start !== "") return <code>{start}…</code>;
  return (
    <>
      <span aria-hidden="true">—</span>
      <span className="lk-hidden">{text.UNKNOWN_START}</span>
    </>
  );
}

/** A key in a sentence about it: by its start, or, where that is not known, by its name. */
export function KeyMention({ apiKey }: { apiKey: Pick<ApiKey, "name" | "start"> }) {
  const { text } = useText();
  return apiKey.start ? <KeyStart start={apiKey.start} /> : <>“{keyTitle(apiKey, text)}”</>;
}
