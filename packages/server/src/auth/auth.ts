import { apiKey } from "@latchkey/better-auth";
import type {
  ChangeMessages,
  Clock,
  Permissions,
  ProofCache,
  QuotaPool,
  RateLimiter,
  Tracer,
} from "@latchkey/core";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { admin } from "better-auth/plugins/admin";
import { organization } from "better-auth/plugins/organization";
import type { Origins } from "../config/origins.ts";
import type { Database } from "../data/database.ts";
import { CLIENT_ADDRESS_HEADER } from "../http/client-address.ts";
import { loggedAlerts } from "../log/alert-log.ts";
import { authLog } from "../log/auth-log.ts";
import type { Logger } from "../log/logger.ts";
import { ENVIRONMENTS } from "./environments.ts";
import { grantableTo } from "./service-permissions.ts";

export interface AuthParts {
  readonly database: Pick<Database, "source">;
  readonly secret: string;
  readonly origins: Origins;
  readonly trustedProxies: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** What users may give to their keys, in metadata too. Nothing by default. */
  readonly grantable?: Permissions | undefined;
  /** Looked at with each request, so that it can be filled after the tables are there. None by default. */
  readonly administratorIds?: string[];
  /** Makes spans of verifications that have to wait. None by default. */
  readonly tracer?: Tracer | undefined;
  /** Hosts that webhooks may lead to though they are private or speak no TLS. None by default. */
  readonly webhookAllowedHosts?: readonly string[] | undefined;
  /** What several servers share. By default each counts by itself, and looks for what others change. */
  readonly shared?: SharedParts | undefined;
  /** Whether every verification reads the key's record. */
  readonly revalidateAlways?: boolean | undefined;
}

export interface SharedParts {
  readonly rateLimiter?: RateLimiter | undefined;
  readonly messages?: readonly ChangeMessages[] | undefined;
  readonly proofs?: ProofCache | undefined;
  readonly quotaPool?: QuotaPool | undefined;
}

/** Users, sessions and their API keys. */
export function createAuth(parts: AuthParts) {
  const { database, secret, origins, trustedProxies, clock, log } = parts;
  const { grantable, administratorIds = [], tracer, webhookAllowedHosts = [], shared } = parts;
  const administration = { adminUserIds: administratorIds };
  return betterAuth({
    appName: "Latchkey",
    baseURL: origins.url,
    trustedOrigins: [...origins.trusted],
    secret,
    database: database.source,
    emailAndPassword: { enabled: true },
    plugins: [
      apiKey({
        clock,
        tracer,
        rateLimiter: shared?.rateLimiter,
        messages: shared?.messages,
        proofs: shared?.proofs,
        quotaPool: shared?.quotaPool,
        ...(parts.revalidateAlways === true && { cache: { revalidate: "always" } }),
        alerts: { sendAlert: loggedAlerts(log) },
        webhooks: { allowedHosts: webhookAllowedHosts },
        environments: ENVIRONMENTS,
        permissions: {
          grantable: grantableTo(administration, grantable),
          // What users wrote in metadata when nothing could be granted must not begin to count.
          countMetadata: grantable !== undefined,
        },
      }),
      organization(),
      admin(administration),
    ],
    telemetry: { enabled: false },
    rateLimit: { enabled: true },
    advanced: {
      // Said outright, because Better Auth drops both checks where NODE_ENV is "test".
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: {
        ipAddressHeaders: [CLIENT_ADDRESS_HEADER],
        trustedProxies: [...trustedProxies],
      },
    },
    logger: authLog(log),
  } satisfies BetterAuthOptions);
}

export type Auth = ReturnType<typeof createAuth>;
