import {
  type AcceptedKey,
  type HeaderReader,
  type LimitRule,
  type Problem,
  type RefusedKey,
  type Verification,
  type VerifyRequest,
  missing,
  problemForCredential,
  problemForRefusal,
  rateLimitHeaders,
  refuse,
} from "@latchkey/core";
import type { ApiKeyOwner } from "../owners.ts";
import { type Caller, callerOf } from "./caller.ts";
import { type GuardOptions, type RouteRules, routeRules } from "./guard-options.ts";
import { type GuardedInstallation, type Installed, installed } from "./installed.ts";
import { type Found, known } from "./known-requests.ts";

/** A request as a guard sees it, whatever framework it came through. */
export interface GuardedRequest {
  /** What is the same object for every layer that sees the request. */
  readonly identity: object;
  readonly url: string;
  readonly headers: HeaderReader;
  /** All of them, where they are asked for. */
  allHeaders(): Headers;
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

type Verified = Verification<ApiKeyOwner>;

/**
 * Decides on requests to one route.
 *
 * A request is verified, counted and paid for once, however many guards it passes: a later one looks at
 * what the first found, and takes from the limits of its own route only.
 */
export class Guard {
  readonly #rules: RouteRules;
  /** The route's limits with what a request takes of them said, since a repeated one costs nothing else. */
  readonly #repeatedLimits: readonly LimitRule[] | undefined;
  readonly #installing: Promise<Installed>;
  #installed: Installed | null = null;

  /**
   * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
   * @throws {RangeError} for limits that are none.
   */
  constructor(auth: GuardedInstallation, options: GuardOptions) {
    this.#rules = routeRules(options);
    const { limits, cost } = this.#rules;
    this.#repeatedLimits = limits?.map((each) => ({ ...each, cost: each.cost ?? cost ?? 1 }));
    this.#installing = installed(auth);
    // Whoever asks first hears of it.
    this.#installing.catch(() => undefined);
  }

  /**
   * Answers at once, without a promise, where all that matters is known: that is the hot path, and each
   * promise on it costs as much as a verification.
   */
  decide(request: GuardedRequest): GuardDecision | Promise<GuardDecision> {
    const installation = this.#installed;
    return installation === null
      ? this.#install().then((it) => this.#decide(it, request))
      : this.#decide(installation, request);
  }

  #decide(
    installation: Installed,
    request: GuardedRequest,
  ): GuardDecision | Promise<GuardDecision> {
    const credential = installation.credentialOf(request);
    if (credential.kind !== "key") return { ok: false, ...problemForCredential(credential.kind) };
    const verification = this.#verify(installation, request, credential.key);
    return verification instanceof Promise
      ? verification.then((it) => this.#conclude(installation, it))
      : this.#conclude(installation, verification);
  }

  #conclude({ settings }: Installed, verification: Verified): GuardDecision {
    const { references, permissions } = this.#rules;
    if (!verification.valid) return { ok: false, ...problemForRefusal(verification, permissions) };
    if (references !== "any" && references !== verification.owner.kind) {
      return { ok: false, ...problemForRefusal(ofAnotherKind(verification)) };
    }
    const headers = rateLimitHeaders(verification.limits);
    return { ok: true, caller: callerOf(verification, settings), headers };
  }

  async #install(): Promise<Installed> {
    const installation = await this.#installing;
    const { configId } = this.#rules;
    if (configId === undefined || installation.settings.configurations.has(configId)) {
      this.#installed = installation;
      return installation;
    }
    throw new RangeError(`A guard asks for the configuration ${configId}, which there is not.`);
  }

  #verify(
    installation: Installed,
    request: GuardedRequest,
    key: string,
  ): Verified | Promise<Verified> {
    const before = known.get(request.identity);
    if (before === undefined || before.key !== key || before.engine !== installation.engine) {
      return this.#verifyFirst(installation, request, key);
    }
    const { accepted } = before;
    return accepted instanceof Promise
      ? accepted.then((it) => this.#verifyNext(installation, request, key, it))
      : this.#verifyNext(installation, request, key, accepted);
  }

  /** Between the look into what is known and what is remembered here no other layer may come. */
  #verifyFirst(
    installation: Installed,
    request: GuardedRequest,
    key: string,
  ): Verified | Promise<Verified> {
    const { permissions, cost, limits, configId } = this.#rules;
    const verifying = installation.verify(request, key, {
      permissions,
      limits,
      configId,
      address: () => installation.addressOf(request),
      client: () => request.headers.get("user-agent"),
      cost,
    });
    const accepted =
      verifying instanceof Promise ? verifying.then(found, () => null) : found(verifying);
    known.set(request.identity, { engine: installation.engine, key, accepted });
    return verifying;
  }

  #verifyNext(
    installation: Installed,
    request: GuardedRequest,
    key: string,
    accepted: Found,
  ): Verified | Promise<Verified> {
    if (accepted === null) return this.#verifyFirst(installation, request, key);
    const { permissions, limits, configId } = this.#rules;
    if (limits === undefined) return judgedAgain(accepted, { permissions, configId });
    return installation.verify(request, key, {
      permissions,
      limits: this.#repeatedLimits,
      configId,
      address: () => installation.addressOf(request),
      cost: 0,
      isRepeated: true,
    });
  }
}

function found(verification: Verified): Found {
  return verification.valid ? verification : null;
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
  return refuse("API_KEY_FORBIDDEN", { record, missing: lacking });
}

/** Code that reads `user` is never handed a key that has none. */
function ofAnotherKind({ record }: AcceptedKey<ApiKeyOwner>): RefusedKey {
  return refuse("API_KEY_INVALID", { record });
}
