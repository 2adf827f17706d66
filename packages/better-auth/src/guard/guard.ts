import {
  type AcceptedKey,
  type HeaderReader,
  OUTCOME_CODES,
  type Problem,
  type RefusedKey,
  type Verification,
  type VerifyRequest,
  missing,
  problemForCredential,
  problemForRefusal,
  rateLimitHeaders,
} from "@latchkey/core";
import type { ApiKeyOwner } from "../owners.ts";
import { type Caller, callerOf } from "./caller.ts";
import { type GuardOptions, type RouteRules, routeRules } from "./guard-options.ts";
import { type GuardedInstallation, type Installed, installed } from "./installed.ts";

/** A request as a guard sees it, whatever framework it came through. */
export interface GuardedRequest {
  /** What is the same object for every layer that sees the request. */
  readonly identity: object;
  readonly url: string;
  readonly headers: HeaderReader;
  /** All of them, where they are asked for. */
  readonly allHeaders: () => Headers;
}

/** What a guard decides. It has answered nothing yet. */
export type GuardDecision<Who extends Caller = Caller> =
  | {
      readonly ok: true;
      readonly caller: Who;
      /** To be sent with the answer. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | ({ readonly ok: false } & Problem);

/** What was found out about a request. */
interface Known {
  readonly engine: object;
  readonly key: string;
  readonly accepted: AcceptedKey<ApiKeyOwner>;
}

const known = new WeakMap<object, Known>();

/**
 * Decides on requests to one route.
 *
 * A request is verified, counted and paid for once, however many guards it passes: a later one looks at
 * what the first found, and takes from the limits of its own route only.
 */
export class Guard {
  readonly #rules: RouteRules;
  readonly #installing: Promise<Installed>;
  #installed: Installed | null = null;

  /**
   * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
   * @throws {RangeError} for limits that are none.
   */
  constructor(auth: GuardedInstallation, options: GuardOptions) {
    this.#rules = routeRules(options);
    this.#installing = installed(auth);
    // Whoever asks first hears of it.
    this.#installing.catch(() => undefined);
  }

  async decide(request: GuardedRequest): Promise<GuardDecision> {
    const installation = (this.#installed ??= await this.#installing);
    const credential = installation.credentialOf(request);
    if (credential.kind !== "key") return { ok: false, ...problemForCredential(credential.kind) };
    const verification = await this.#verify(installation, request, credential.key);
    if (!verification.valid) return { ok: false, ...problemForRefusal(verification) };
    return {
      ok: true,
      caller: callerOf(verification, installation.settings),
      headers: rateLimitHeaders(verification.limits),
    };
  }

  async #verify(
    installation: Installed,
    request: GuardedRequest,
    key: string,
  ): Promise<Verification<ApiKeyOwner>> {
    const { permissions, cost, limits, configId, references } = this.#rules;
    const before = known.get(request.identity);
    const isRepeated = before?.key === key && before.engine === installation.engine;
    const asked: VerifyRequest = {
      permissions,
      limits,
      configId,
      address: () => installation.addressOf(request),
      cost: isRepeated ? 0 : cost,
      isRepeated,
    };
    const verification =
      isRepeated && limits === undefined
        ? judgedAgain(before.accepted, asked)
        : await installation.verify(request, key, asked);
    if (!verification.valid) return verification;
    if (!isRepeated) {
      known.set(request.identity, { engine: installation.engine, key, accepted: verification });
    }
    const { kind } = verification.owner;
    return references === "any" || references === kind ? verification : ofAnotherKind(verification);
  }
}

/** A key that was accepted in this request, for another layer of it. */
function judgedAgain(
  accepted: AcceptedKey<ApiKeyOwner>,
  { permissions, configId }: VerifyRequest,
): Verification<ApiKeyOwner> {
  const { record } = accepted;
  if (configId !== undefined && configId !== record.configId) return ofAnotherKind(accepted);
  const lacking = permissions === undefined ? null : missing(accepted.permissions, permissions);
  if (lacking === null) return accepted;
  return { ...refusal("API_KEY_FORBIDDEN"), record, missing: lacking };
}

/** Code that reads `user` is never handed a key that has none. */
function ofAnotherKind({ record }: AcceptedKey<ApiKeyOwner>): RefusedKey {
  return { ...refusal("API_KEY_INVALID"), record };
}

function refusal(outcome: "API_KEY_FORBIDDEN" | "API_KEY_INVALID"): RefusedKey {
  return { valid: false, outcome, message: OUTCOME_CODES[outcome].message };
}
