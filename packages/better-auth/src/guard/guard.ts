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

/** What was found out about a request, or is about to be; `null`: its key was refused. */
interface Known {
  readonly engine: object;
  readonly key: string;
  readonly accepted: Promise<AcceptedKey<ApiKeyOwner> | null>;
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

  async decide(request: GuardedRequest): Promise<GuardDecision> {
    const installation = (this.#installed ??= await this.#install());
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

  async #install(): Promise<Installed> {
    const installation = await this.#installing;
    const { configId } = this.#rules;
    if (configId === undefined || installation.settings.configurations.has(configId)) {
      return installation;
    }
    throw new RangeError(`A guard asks for the configuration ${configId}, which there is not.`);
  }

  async #verify(
    installation: Installed,
    request: GuardedRequest,
    key: string,
  ): Promise<Verification<ApiKeyOwner>> {
    const { permissions, cost, limits, configId, references } = this.#rules;
    const asking = askedBefore(installation, request, key);
    const before = asking === null ? null : await asking;
    const isRepeated = before !== null;
    const asked: VerifyRequest = {
      permissions,
      limits: isRepeated ? this.#repeatedLimits : limits,
      configId,
      address: () => installation.addressOf(request),
      client: () => request.headers.get("user-agent"),
      cost: isRepeated ? 0 : cost,
      isRepeated,
    };
    const verifying =
      isRepeated && limits === undefined
        ? judgedAgain(before, asked)
        : installation.verify(request, key, asked);
    if (!isRepeated) remember(installation, request, key, verifying);
    const verification = await verifying;
    if (!verification.valid) return verification;
    const { kind } = verification.owner;
    return references === "any" || references === kind ? verification : ofAnotherKind(verification);
  }
}

/**
 * What comes of the key in this request by the layer that asked first; `null` where none has. Not a promise
 * of that: between looking and remembering no other layer may come.
 */
function askedBefore(
  { engine }: Installed,
  { identity }: GuardedRequest,
  key: string,
): Promise<AcceptedKey<ApiKeyOwner> | null> | null {
  const before = known.get(identity);
  return before?.key === key && before.engine === engine ? before.accepted : null;
}

/** Before it is known what comes of it: layers may ask at once. */
function remember(
  { engine }: Installed,
  { identity }: GuardedRequest,
  key: string,
  verifying: Verification<ApiKeyOwner> | Promise<Verification<ApiKeyOwner>>,
): void {
  const accepted = Promise.resolve(verifying).then(
    (verification) => (verification.valid ? verification : null),
    () => null,
  );
  known.set(identity, { engine, key, accepted });
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
