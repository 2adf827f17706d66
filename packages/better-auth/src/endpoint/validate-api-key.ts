import { OUTCOME_CODES } from "@latchkey/core";
import { APIError, createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import type { KeyOwner } from "../owners.ts";

export interface ValidatedApiKey {
  /** The owner. */
  readonly user: KeyOwner;
  readonly apiKey: ApiKey;
}

/**
 * `auth.api.validateAPIKey({ apiKey })`: the owner and the key, or `null` for a key that may not be
 * used (an absent one included). Not reachable over HTTP.
 *
 * @throws {APIError} 503 `API_KEY_UNAVAILABLE` where that cannot be told now: an outage is no invalid key.
 */
export const validateApiKey = ({ toApiKey }: EndpointSettings) => {
  const endpoint = createAuthEndpoint.serverOnly(
    { method: "POST" },
    async (ctx): Promise<ValidatedApiKey | null> => {
      // Better Auth hands on what it is called with; types know of `body` and its like only.
      const apiKey: unknown = Reflect.get(ctx, "apiKey");
      if (typeof apiKey !== "string") return null;
      const verification = await engineOf(ctx.context).verify(apiKey);
      if (verification.valid) {
        return {
          user: verification.owner,
          apiKey: toApiKey(verification.record),
        };
      }
      if (verification.outcome !== "API_KEY_UNAVAILABLE") return null;
      const { status } = OUTCOME_CODES[verification.outcome];
      throw new APIError(status, { code: verification.outcome, message: verification.message });
    },
  );
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- see the type: same function, the contract's signature
  return endpoint as unknown as ValidateApiKeyEndpoint;
};

/** Called with `apiKey` itself rather than with a `body` that holds it: the contract's form. */
export type ValidateApiKeyEndpoint = ((input: {
  readonly apiKey: string | null | undefined;
}) => Promise<ValidatedApiKey | null>) & { options: { method: "POST" }; path: string };
