import type { ApiKey } from "@latchkey/better-auth/client";

/** What a key says of its rotation. A server that cannot rotate keys says nothing. */
export interface RotationFields {
  replacedById?: string | null;
  replacesId?: string | null;
  /** When the key should next be replaced. */
  rotateAt?: Date | null;
}

export type RotatingKey = RotationFields &
  Pick<ApiKey, "id" | "start" | "createdAt" | "expiresAt" | "lastRequest">;

/** What there is to say of a key's rotation, the most urgent first. */
export type Rotation =
  | { kind: "none" }
  /** Whether it was used since; `unknown`: its replacement, which knows since when, is not at hand. */
  | { kind: "replaced"; used: boolean | "unknown" }
  | { kind: "due" }
  | { kind: "replacement"; start: string };

/** `page`: the keys that are shown beside `key`, for those that it replaces or is replaced by. */
export function rotationOf(key: RotatingKey, page: readonly RotatingKey[], now: number): Rotation {
  if (isReplaced(key)) return { kind: "replaced", used: isUsedSince(key, page) };
  const rotateAt = key.rotateAt ?? null;
  if (rotateAt !== null && rotateAt.getTime() <= now) return { kind: "due" };
  const predecessor = predecessorOf(key, page);
  return predecessor === undefined
    ? { kind: "none" }
    : { kind: "replacement", start: predecessor.start };
}

export function isReplaced(key: RotationFields): boolean {
  return (key.replacedById ?? null) !== null;
}

/** The key that `key` replaced, if it is among `page`. */
export function predecessorOf<Key extends RotatingKey>(
  key: RotationFields,
  page: readonly Key[],
): Key | undefined {
  return page.find(({ id }) => id === key.replacesId);
}

function isUsedSince(
  { lastRequest, replacedById }: RotatingKey,
  page: readonly RotatingKey[],
): boolean | "unknown" {
  if (lastRequest === null) return false;
  const successor = page.find(({ id }) => id === replacedById);
  if (successor === undefined) return "unknown";
  return lastRequest.getTime() > successor.createdAt.getTime();
}
