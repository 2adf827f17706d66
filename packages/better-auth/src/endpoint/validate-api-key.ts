import { type LimitRule, OUTCOME_CODES, type Permissions, recordNow } from "@latchkey/core";
import { APIError, createAuthEndpoint } from "better-auth/api";
import * as z from "zod";
import type { ApiKey } from "../api-key.ts";
import type { EndpointSettings } from "../options.ts";
import type { KeyOrganization, KeyOwner } from "../owners.ts";
import { verifyThrough } from "../verification.ts";
import { verifyInput } from "./inputs.ts";
import { parseInput } from "./refusals.ts";

export interface ValidatedApiKey {
  /** The owner. */
  readonly user: KeyOwner;
  readonly organization: null;
  readonly apiKey: ApiKey;
  /** All that the key may do, by its permissions and its metadata; `null`: nothing that takes a permission. */
  readonly permissions: Permissions | null;
}

/** Of an organization's key: it acts for the organization, not for whoever created it. */
export interface ValidatedOrganizationApiKey {
  readonly user: null;
  /** The owner. */
  readonly organization: KeyOrganization;
  readonly apiKey: ApiKey;
  /** All that the key may do, by its permissions and its metadata; `null`: nothing that takes a permission. */
  readonly permissions: Permissions | null;
}

export interface ValidateApiKeyInput {
  readonly apiKey: string | null | undefined;
  /** The key must be under this configuration; any will do if absent. */
  readonly configId?: string | undefined;
  /** All of these it must have. */
  readonly permissions?: Permissions | undefined;
  /** The IP address that the request came from; by default that of `headers`. */
  readonly address?: string | undefined;
  /** What the request takes from quota and limits: a whole number, 1 by default; 0 only looks. */
  readonly cost?: number | undefined;
  /** Limits of this request beside those that the key has, each counted by its name. */
  readonly limits?: LimitRule[] | undefined;
  /** The headers of the request, from which the client's address is read by Better Auth's rules. */
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined;
}

const input = verifyInput.omit({ key: true }).extend({
  apiKey: z.unknown(),
  references: z.enum(["user", "organization", "any"]).default("user"),
});

/**
 * `auth.api.validateAPIKey({ apiKey })`: the owner, the key and what it may do, or `null` for a key that
 * may not be used (an absent one included). Not reachable over HTTP.
 *
 * Users' keys, unless `references` asks for `organization` or for `any`: code that reads `user` is never
 * handed a key that has none.
 *
 * @throws {APIError} 503 `API_KEY_UNAVAILABLE` where that cannot be told now: an outage is no invalid
 * key. 400 for a configuration that there is not.
 */
export const validateApiKey = (settings: EndpointSettings) => {
  const endpoint = createAuthEndpoint.serverOnly(
    { method: "POST" },
    async (ctx): Promise<ValidatedApiKey | ValidatedOrganizationApiKey | null> => {
      // Better Auth hands on what it is called with; types know of `body` and its like only.
      const asked = Object.fromEntries(
        Object.keys(input.shape).map((name): [string, unknown] => [name, Reflect.get(ctx, name)]),
      );
      const { apiKey, references, ...request } = parseInput(input, asked, "body");
      if (typeof apiKey !== "string") return null;
      const verification = await verifyThrough(ctx, settings, apiKey, request);
      if (verification.valid) {
        const { owner, permissions } = verification;
        if (references !== "any" && references !== owner.kind) return null;
        const answer = { apiKey: settings.toApiKey(recordNow(verification)), permissions };
        return owner.kind === "user"
          ? { user: owner.user, organization: null, ...answer }
          : { user: null, organization: owner.organization, ...answer };
      }
      if (verification.outcome !== "API_KEY_UNAVAILABLE") return null;
      const { status } = OUTCOME_CODES[verification.outcome];
      throw new APIError(status, { code: verification.outcome, message: verification.message });
    },
  );
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- see the type: same function, the contract's signature
  return endpoint as unknown as ValidateApiKeyEndpoint;
};

/**
 * Called with `apiKey` itself rather than with a `body` that holds it: the contract's form, which comes
 * last, where `ReturnType` and its like look.
 */
export interface ValidateApiKeyEndpoint {
  (
    input: ValidateApiKeyInput & { readonly references: "organization" },
  ): Promise<ValidatedOrganizationApiKey | null>;
  (
    input: ValidateApiKeyInput & { readonly references: "any" },
  ): Promise<ValidatedApiKey | ValidatedOrganizationApiKey | null>;
  (
    input: ValidateApiKeyInput & {
      /** Whose keys will do: users', by default. */
      readonly references?: "user" | undefined;
    },
  ): Promise<ValidatedApiKey | null>;
  options: { method: "POST" };
  path: string;
}
