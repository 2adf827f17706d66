import {
  type CreateKeyInput,
  type JsonObject,
  KeyOperationError,
  addressList,
  choosePolicy,
  intersection,
} from "@latchkey/core";
import { APIError } from "better-auth/api";
import type { Asker, KeyAction } from "../endpoint/admission.ts";
import type { UpdateInput } from "../endpoint/inputs.ts";
import { API_KEY_SESSION_FORBIDDEN, SESSION_NOT_FRESH } from "../error-codes.ts";
import type { ParentKey } from "./key-session.ts";

/**
 * What an actor may not do with keys because it acts by the session of a key: anything in another
 * configuration or for an organization, and rotating, which would show it keys that it is not. Nobody
 * has signed in who holds a key: where that must be lately, it creates none.
 *
 * @throws {APIError} 403 `API_KEY_SESSION_FORBIDDEN` or `SESSION_NOT_FRESH`.
 */
export function assertParentMay(
  { actor, configuration, organizationId }: Asker,
  action: KeyAction,
): void {
  if (actor.kind === "server" || actor.parent === undefined) return;
  if (!mayActFor({ actor, configuration, organizationId }) || action === "rotate") {
    throw APIError.from("FORBIDDEN", API_KEY_SESSION_FORBIDDEN);
  }
  if (action === "create" && configuration.options.freshAge !== undefined) {
    throw APIError.from("FORBIDDEN", SESSION_NOT_FRESH);
  }
}

/** Whether an actor may do anything at all here: by the session of a key, in that key's own configuration and for no organization. */
export function mayActFor({ actor, configuration, organizationId }: Asker): boolean {
  if (actor.kind === "server" || actor.parent === undefined) return true;
  return actor.parent.record.configId === configuration.id && organizationId === null;
}

/**
 * A key may rename keys and switch them off. All else could give one of them more than it has itself.
 *
 * @throws {APIError} 403 `API_KEY_SESSION_FORBIDDEN`.
 */
export function assertParentMayChange(
  { actor }: Asker,
  { name: _name, enabled, ...others }: Omit<UpdateInput, "keyId" | "configId" | "userId">,
): void {
  if (actor.kind === "server" || actor.parent === undefined) return;
  const more = Object.values(others).some((value) => value !== undefined);
  if (enabled === true || more) {
    throw forbidden("A session made from an API key may only rename keys and switch them off");
  }
}

/**
 * The wish for a new key, held to all that restricts the key whose session asks for it: environment,
 * prefix, permissions, addresses, expiry and `metadata.rateLimit`. What is not said is inherited; what is
 * too much is refused.
 *
 * @throws {APIError} 403 `API_KEY_SESSION_FORBIDDEN` for a key with a quota or a limit of its own, which
 * a second key would double.
 * @throws {KeyOperationError} `INVALID_ENVIRONMENT`, `PREFIX_NOT_ALLOWED`, `INVALID_ADDRESSES`,
 * `EXPIRES_IN_IS_TOO_LARGE` or `INVALID_RATE_LIMIT`.
 */
export function withinParent(wish: CreateKeyInput, asker: Asker, now: number): CreateKeyInput {
  const { actor, configuration } = asker;
  if (actor.kind === "server" || actor.parent === undefined) return wish;
  const { parent } = actor;
  const { quota, rateLimit } = parent.record;
  if (quota.remaining !== null || rateLimit.max !== null) {
    throw forbidden("An API key with a limit of its own may not make others");
  }
  const held = parent.permissions ?? {};
  const kind = kindOf(wish, parent);
  return {
    ...wish,
    ...kind,
    defaultPermissions: intersection(wish.defaultPermissions ?? {}, held),
    allowedAddresses: addressesWithin(wish.allowedAddresses, parent),
    expiresIn: expiryWithin(wish, choosePolicy(configuration.policy, kind).expiry.default, {
      parent,
      now,
    }),
    metadata: metadataWithin(wish.metadata, parent),
  };
}

/** Environment and prefix, by which applications tell what a key is for. */
function kindOf(
  { environment, prefix }: CreateKeyInput,
  { record }: ParentKey,
): Pick<CreateKeyInput, "environment" | "prefix"> {
  if (environment !== undefined && environment !== record.environment) {
    throw new KeyOperationError(
      "INVALID_ENVIRONMENT",
      "A key is made in the environment of the key that asks; leave environment out.",
    );
  }
  if (prefix !== undefined && prefix !== record.prefix) {
    throw new KeyOperationError(
      "PREFIX_NOT_ALLOWED",
      `The prefix must be that of the key that asks, ${JSON.stringify(record.prefix)}, or be left out.`,
    );
  }
  return { environment: record.environment ?? undefined, prefix: record.prefix };
}

function addressesWithin(
  asked: CreateKeyInput["allowedAddresses"],
  { record: { allowedAddresses: held } }: ParentKey,
): CreateKeyInput["allowedAddresses"] {
  if (held === null || asked === undefined || asked === null) return asked ?? held;
  const list = addressList(held);
  const beyond = asked.find((each) => !held.includes(each.trim()) && !list.includes(each.trim()));
  if (beyond === undefined) return asked;
  throw new KeyOperationError(
    "INVALID_ADDRESSES",
    `${JSON.stringify(beyond)} is not among the addresses of the key that asks; those are ${held.join(", ")}.`,
  );
}

function expiryWithin(
  { expiresIn: asked }: CreateKeyInput,
  otherwise: number | null,
  { parent, now }: { parent: ParentKey; now: number },
): number | null | undefined {
  const { expiresAt } = parent.record;
  if (expiresAt === null) return asked;
  const left = Math.floor((expiresAt.getTime() - now) / 1_000);
  if (asked === undefined) return otherwise !== null && otherwise <= left ? undefined : left;
  if (asked !== null && asked <= left) return asked;
  throw new KeyOperationError(
    "EXPIRES_IN_IS_TOO_LARGE",
    `The key that asks expires in ${left} seconds; expiresIn may be no more than that.`,
  );
}

function metadataWithin(asked: unknown, { record }: ParentKey): unknown {
  const held = record.metadata?.["rateLimit"];
  if (typeof held !== "number") return asked;
  if (asked === undefined || asked === null) return { rateLimit: held };
  // What is no object is left to be refused as such.
  if (!isObject(asked)) return asked;
  const { rateLimit = held } = asked;
  if (typeof rateLimit === "number" && rateLimit <= held) return { ...asked, rateLimit };
  throw new KeyOperationError(
    "INVALID_RATE_LIMIT",
    `metadata.rateLimit may be at most ${held}, that of the key that asks.`,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function forbidden(message: string): APIError {
  return new APIError("FORBIDDEN", { ...API_KEY_SESSION_FORBIDDEN, message });
}
