import {
  ANY_EXPIRY,
  type Environment,
  type ExpiryPolicy,
  type KeyPolicy,
  MAX_NAME_LENGTH,
  overlapsOf,
} from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";

/** What keys a user may create, for forms that say so before they are sent. Durations are in seconds. */
export interface ApiKeyPolicy {
  /** In the order of the configuration: the first is the default. Empty where there are none. */
  environments: {
    name: string;
    prefix: string;
    expiresIn: { min: number; max: number; default: number } | null;
    rotateEvery: number | null;
  }[];
  /** For keys of no environment. */
  expiry: ExpiryPolicy;
  rotation: { defaultOverlap: number; maxOverlap: number };
  name: { maxLength: number };
}

/** `GET /api-key/policy`, `auth.api.getApiKeyPolicy`. */
export const apiKeyPolicy = ({ clock, policy }: EndpointSettings) =>
  createAuthEndpoint("/api-key/policy", { method: "GET" }, async (ctx): Promise<ApiKeyPolicy> => {
    await actorId(ctx, clock);
    return describe(policy);
  });

function describe(policy: KeyPolicy): ApiKeyPolicy {
  const environments = Object.entries<Environment>(policy.environments ?? {});
  return {
    environments: environments.map(([name, { prefix, expiresIn, rotateEvery = null }]) => ({
      name,
      prefix,
      expiresIn,
      rotateEvery,
    })),
    expiry: policy.expiry ?? ANY_EXPIRY,
    rotation: overlapsOf(policy),
    name: { maxLength: MAX_NAME_LENGTH },
  };
}
