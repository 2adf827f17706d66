import type { ApiKey } from "@latchkey/better-auth/client";
import type { UpdateKeyInput } from "../../client/auth-client.ts";
import type { KeyPolicy } from "../../client/key-policy.ts";
import { addressLines, addressProblem } from "../addresses.ts";
import { expiryRuleOf } from "../expiry-rule.ts";
import { type Expiry, expirySeconds } from "../expiry.ts";
import type { KeyFormProblems } from "../form/key-form-problems.ts";
import { type NameProblem, nameProblem } from "../key-name.ts";
import { metadataFrom, type MetadataRow, metadataRows } from "../metadata-rows.ts";
import { isSamePermissions, type Permissions } from "../permissions.ts";

/** What the form for a key that is there holds. */
export interface KeyEdits {
  name: string;
  /** `null`: as it is. */
  expiry: Expiry | null;
  permissions: Permissions;
  /** `null`: metadata that cannot be written in rows, and stays as it is. */
  rows: readonly MetadataRow[] | null;
  /** One on each line. */
  addresses: string;
}

export type KeyChanges = Omit<UpdateKeyInput, "keyId" | "enabled">;

export type EditResult =
  { ok: true; changes: KeyChanges } | { ok: false; problems: KeyFormProblems };

/** The key as it is. */
export function editsOf(key: ApiKey): KeyEdits {
  return {
    name: key.name ?? "",
    expiry: null,
    permissions: key.permissions ?? {},
    rows: metadataRows(key.metadata ?? {}),
    addresses: (key.allowedAddresses ?? []).join("\n"),
  };
}

/** What of the key is to be another than it is, and nothing else; or what stands in the way. */
export function changesOf(
  key: ApiKey,
  edits: KeyEdits,
  policy: KeyPolicy,
  now: number,
): EditResult {
  const before = editsOf(key);
  const lines = addressLines(edits.addresses);
  const metadata = edits.rows === null ? null : metadataFrom(edits.rows);
  const expiresIn = edits.expiry === null ? null : newExpiry(key, edits.expiry, policy, now);
  const problems: KeyFormProblems = {
    name: problemOfName(edits.name, before.name, policy),
    expiry: expiresIn === undefined,
    metadata: metadata?.ok === false ? { row: metadata.row, problem: metadata.problem } : null,
    addresses: edits.addresses === before.addresses ? null : addressProblem(lines),
  };
  if (Object.values(problems).some((problem) => problem !== null && problem !== false)) {
    return { ok: false, problems };
  }
  const changes: KeyChanges = {
    ...(edits.name.trim() === before.name.trim() ? {} : { name: edits.name.trim() }),
    ...(edits.expiry === null || expiresIn === undefined ? {} : { expiresIn }),
    ...(isSamePermissions(edits.permissions, before.permissions)
      ? {}
      : { permissions: edits.permissions }),
    ...(metadata?.ok === true ? newMetadata(key, metadata.metadata) : {}),
    ...newAddresses(addressLines(before.addresses), lines),
  };
  return { ok: true, changes };
}

/** A name that is not changed may be what the policy no longer allows; one that was given cannot be taken away. */
function problemOfName(name: string, before: string, { name: rules }: KeyPolicy) {
  if (name.trim() === before.trim()) return null;
  const problem: NameProblem | null = nameProblem(name, { ...rules, required: true });
  return problem;
}

/** Seconds from `now`, `null` for never; `undefined` where no date is chosen that is allowed. */
function newExpiry(
  key: ApiKey,
  expiry: Expiry,
  policy: KeyPolicy,
  now: number,
): number | null | undefined {
  const seconds = expirySeconds(expiry, now);
  if (expiry.kind !== "date" || typeof seconds !== "number") return seconds;
  const dates = expiryRuleOf(key, policy, now)?.dates ?? null;
  return dates !== null && seconds >= dates.min && seconds <= dates.max ? seconds : undefined;
}

function newMetadata(key: ApiKey, metadata: Record<string, unknown>): KeyChanges {
  if (JSON.stringify(metadata) === JSON.stringify(key.metadata ?? {})) return {};
  return { metadata: Object.keys(metadata).length === 0 ? null : metadata };
}

/** The server takes no empty list, which could mean everywhere as well as nowhere. */
function newAddresses(before: readonly string[], lines: string[]): KeyChanges {
  if (lines.join("\n") === before.join("\n")) return {};
  return { allowedAddresses: lines.length === 0 ? null : lines };
}
