import { type LimitState, type Permissions, type RefusalCode, recordNow } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import type { EndpointSettings } from "../options.ts";
import { verifyThrough } from "../verification.ts";
import { verifyInput } from "./inputs.ts";
import { parseInput } from "./refusals.ts";

export type VerifyApiKeyResult =
  | {
      readonly valid: true;
      readonly error: null;
      readonly key: ApiKey;
      /** What is left of the limits that the request was counted against. */
      readonly limits: readonly LimitState[];
    }
  | {
      readonly valid: false;
      readonly error: {
        readonly code: RefusalCode;
        readonly message: string;
        /** Seconds. */
        readonly retryAfter?: number;
        /** The permissions that the key lacks, of those asked for. */
        readonly missing?: Permissions;
        /** The limit that had too little left. */
        readonly limit?: LimitState;
      };
      readonly key: null;
    };

/**
 * `auth.api.verifyApiKey({ body: { key } })`: whether a key may be used, and if not, why. With the
 * `headers` of the request beside `body`, the client's address is read from them. Not reachable over HTTP.
 *
 * @throws {APIError} 400 for a configuration that there is not.
 */
export const verifyApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint.serverOnly(
    { method: "POST", body: verifyInput },
    async (ctx): Promise<VerifyApiKeyResult> => {
      const { key, ...request } = parseInput(verifyInput, ctx.body, "body");
      const verification = await verifyThrough(ctx, settings, key, request);
      if (verification.valid) {
        return {
          valid: true,
          error: null,
          key: settings.toApiKey(recordNow(verification)),
          limits: verification.limits,
        };
      }
      const { outcome: code, message, retryAfter, missing, limit } = verification;
      const error = {
        code,
        message,
        ...(retryAfter !== undefined && { retryAfter }),
        ...(missing !== undefined && { missing }),
        ...(limit !== undefined && { limit }),
      };
      return { valid: false, error, key: null };
    },
  );
