import { type AcceptedKey, type LimitState, type Permissions, recordNow } from "@latchkey/core";
import type { ApiKey } from "../api-key.ts";
import type { EndpointSettings } from "../options.ts";
import type { ApiKeyOwner, KeyOrganization, KeyOwner } from "../owners.ts";
import type { GuardOptions } from "./guard-options.ts";
import { RequestMemory } from "./request-memory.ts";

interface Called {
  /** Made when it is read, from what was known when the request came: a copy by `...` does not have it. */
  readonly apiKey: ApiKey;
  /** All that the key may do; `null`: nothing that takes a permission. */
  readonly permissions: Permissions | null;
  /** What is left of the limits that the request was counted against. */
  readonly limits: readonly LimitState[];
}

/** Who calls, with a key of a user. */
export interface UserCaller extends Called {
  /** The owner of the key. */
  readonly user: KeyOwner;
  readonly organization: null;
}

/** Who calls, with a key of an organization. */
export interface OrganizationCaller extends Called {
  readonly user: null;
  /** The owner of the key. */
  readonly organization: KeyOrganization;
}

export type Caller = UserCaller | OrganizationCaller;

/** Who may call a route with these options. */
export type CallerOf<Options extends GuardOptions> = Options extends { references: "organization" }
  ? OrganizationCaller
  : Options extends { references: "any" }
    ? Caller
    : UserCaller;

type Settings = Pick<EndpointSettings, "toApiKey">;

export function callerOf(accepted: AcceptedKey<ApiKeyOwner>, settings: Settings): Caller {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- an owner is one of the two
  return new LazyCaller(accepted, settings) as Caller;
}

/** Few routes look at the key, and its answer has thirty fields: it is made for those that do. */
class LazyCaller {
  readonly user: KeyOwner | null;
  readonly organization: KeyOrganization | null;
  readonly permissions: Permissions | null;
  readonly limits: readonly LimitState[];
  readonly #accepted: AcceptedKey<ApiKeyOwner>;
  readonly #settings: Settings;
  #apiKey: ApiKey | null = null;

  constructor(accepted: AcceptedKey<ApiKeyOwner>, settings: Settings) {
    const { owner } = accepted;
    this.user = owner.kind === "user" ? owner.user : null;
    this.organization = owner.kind === "organization" ? owner.organization : null;
    this.permissions = accepted.permissions;
    this.limits = accepted.limits;
    this.#accepted = accepted;
    this.#settings = settings;
  }

  get apiKey(): ApiKey {
    return (this.#apiKey ??= this.#settings.toApiKey(recordNow(this.#accepted)));
  }

  toJSON(): object {
    const { user, organization, permissions, limits, apiKey } = this;
    return { user, organization, apiKey, permissions, limits };
  }
}

/** Who calls, by request, for frameworks whose requests have no place for it. */
export class Callers<Options extends GuardOptions> {
  readonly #callers = new RequestMemory<Caller>();

  set(request: object, caller: Caller): void {
    this.#callers.set(request, caller);
  }

  /** @throws {Error} for a request that has not passed the guard. */
  of(request: object): CallerOf<Options> {
    const caller = this.#callers.get(request);
    if (caller === undefined) throw new Error("This request has not passed the guard.");
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the guard lets no other callers through
    return caller as CallerOf<Options>;
  }
}
