import type { RefusalCode } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { verifyInput } from "./inputs.ts";
import { parseInput } from "./refusals.ts";

export type VerifyApiKeyResult =
  | { readonly valid: true; readonly error: null; readonly key: ApiKey }
  | {
      readonly valid: false;
      readonly error: {
        readonly code: RefusalCode;
        readonly message: string;
        /** Seconds. */
        readonly retryAfter?: number;
      };
      readonly key: null;
    };

/** `auth.api.verifyApiKey({ body: { key } })`: whether a key may be used, and if not, why. Not reachable over HTTP. */
export const verifyApiKey = ({ toApiKey }: EndpointSettings) =>
  createAuthEndpoint.serverOnly(
    { method: "POST", body: verifyInput },
    async (ctx): Promise<VerifyApiKeyResult> => {
      const { key } = parseInput(verifyInput, ctx.body, "body");
      const verification = await engineOf(ctx.context).verify(key);
      if (verification.valid) {
        return { valid: true, error: null, key: toApiKey(verification.record) };
      }
      const { outcome: code, message, retryAfter } = verification;
      const error = { code, message, ...(retryAfter !== undefined && { retryAfter }) };
      return { valid: false, error, key: null };
    },
  );
