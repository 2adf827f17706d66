import type { Change } from "@latchkey/core";

/** A change as it is sent: what was changed, and nothing of how. */
export function changeText(change: Change): string {
  return JSON.stringify(change);
}

/** `null`: this is no change, whoever has sent it. */
export function readChange(text: string): Change | null {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return null;
  if (!("kind" in value && "id" in value && typeof value.id === "string")) return null;
  const { kind, id } = value;
  if (kind === "key") return { kind, id };
  if (kind !== "owner" || !("ownerKind" in value)) return null;
  const { ownerKind } = value;
  return ownerKind === "user" || ownerKind === "organization" ? { kind, id, ownerKind } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
