import type { Change } from "@latchkey/core";

/** PostgreSQL takes no longer ones. */
const MOST_BYTES = 7_999;

/**
 * A change as the text of a notification. In ASCII, so that it passes through a database in any encoding.
 * Throws a `RangeError` where PostgreSQL would take none so long.
 */
export function toPayload(change: Change): string {
  const { kind, id } = change;
  const fields = kind === "key" ? { kind, id } : { kind, id, ownerKind: change.ownerKind };
  const payload = JSON.stringify(fields).replaceAll(/[\u007f-\uffff]/g, escaped);
  if (payload.length > MOST_BYTES) {
    throw new RangeError(
      `A change is told in at most ${MOST_BYTES} bytes, and this id takes more: it is not sent.`,
    );
  }
  return payload;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The change that a notification tells of; `null` where it tells of none, for anybody may send on a channel. */
export function fromPayload(payload: string): Change | null {
  const fields = parsed(payload);
  if (typeof fields !== "object" || fields === null) return null;
  const kind = "kind" in fields ? fields.kind : null;
  const id = "id" in fields ? fields.id : null;
  if (typeof id !== "string") return null;
  if (kind === "key") return { kind, id };
  const ownerKind = "ownerKind" in fields ? fields.ownerKind : null;
  if (kind !== "owner" || (ownerKind !== "user" && ownerKind !== "organization")) return null;
  return { kind, id, ownerKind };
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
