import { createAuthEndpoint } from "better-auth/api";
import { engineOf } from "../engine-access.ts";

export interface DeletedExpired {
  readonly success: boolean;
  /** What went wrong; `null` if nothing did. */
  readonly error: unknown;
}

/**
 * `auth.api.deleteAllExpiredApiKeys()`: removes now what the background would remove within the hour:
 * revoked and expired keys whose retention is over. Not reachable over HTTP.
 */
export const deleteAllExpiredApiKeys = () =>
  createAuthEndpoint.serverOnly({ method: "POST" }, async (ctx): Promise<DeletedExpired> => {
    try {
      await engineOf(ctx.context).purge();
      return { success: true, error: null };
    } catch (error) {
      ctx.context.logger.error("API keys: purge failed", error);
      return { success: false, error };
    }
  });
