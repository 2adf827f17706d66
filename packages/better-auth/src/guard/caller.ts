import { type AcceptedKey, type LimitState, type Permissions, recordNow } from "@latchkey/core";
import type { ApiKey } from "../api-key.ts";
import type { EndpointSettings } from "../options.ts";
import type { ApiKeyOwner, KeyOrganization, KeyOwner } from "../owners.ts";
import type { GuardOptions } from "./guard-options.ts";

interface Called {
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

export function callerOf(
  accepted: AcceptedKey<ApiKeyOwner>,
  settings: Pick<EndpointSettings, "toApiKey">,
): Caller {
  const { owner, permissions, limits } = accepted;
  const called = { apiKey: settings.toApiKey(recordNow(accepted)), permissions, limits };
  return owner.kind === "user"
    ? { user: owner.user, organization: null, ...called }
    : { user: null, organization: owner.organization, ...called };
}

/** Who calls, by request, for frameworks whose requests have no place for it. */
export class Callers<Options extends GuardOptions> {
  readonly #callers = new WeakMap<object, Caller>();

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
