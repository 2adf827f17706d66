import {
  ANY_EXPIRY,
  type Environment,
  type ExpiryPolicy,
  type KeyPolicy,
  MAX_METADATA_DEPTH,
  MAX_METADATA_SIZE,
  type NameRules,
  type Permissions,
  nameRules,
  overlapsOf,
} from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import type { Configuration, LeaversPolicy } from "../configuration.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyAbilities, abilitiesOf } from "./abilities.ts";
import { actorOf } from "./actor.ts";
import { isAdministrating } from "./admin/administrator.ts";
import { defaultPermissions, grantableBy } from "./admission.ts";
import { authorityOverKeys } from "./authority.ts";
import { type PolicyInput, policyInput, unchecked } from "./inputs.ts";
import type { PrefixRules } from "./prefix-choice.ts";
import { answering, parseInput } from "./refusals.ts";

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
  /** Lengths in characters. */
  name: NameRules;
  /** What the caller may ask for where there are no environments. */
  prefix: PrefixRules & {
    /** What a key begins with for which none is asked. */
    default: string;
  };
  metadata: {
    enabled: boolean;
    /** In bytes of JSON. */
    maxSize: number;
    /** Levels of objects and arrays. */
    maxDepth: number;
  };
  permissions: {
    /** What the caller may give to a key: actions by resource, `*` for all of a resource's. */
    grantable: Permissions;
    /** What a key gets for which nothing is asked. */
    defaults: Permissions;
  };
  /** How many keys may be live at once; `null`: any number. */
  maxKeys: number | null;
  /** What the caller may do with these keys. */
  can: ApiKeyAbilities;
  /** What becomes of an organization's keys when the member who created them leaves. */
  leavers: LeaversPolicy;
  /** Whether the caller may look at everybody's keys: `authClient.apiKey.admin`. */
  isAdministrator: boolean;
}

/** `GET /api-key/policy`, `auth.api.getApiKeyPolicy`. */
export const apiKeyPolicy = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/policy",
    { method: "GET", query: unchecked<PolicyInput | undefined>() },
    (ctx): Promise<ApiKeyPolicy> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const { configId, organizationId } = parseInput(policyInput, ctx.query ?? {}, "query");
        const asked = { action: "read", configId, organizationId } as const;
        const authority = await authorityOverKeys(ctx, settings, actor, asked);
        const { configuration, tenant } = authority;
        const defaults = await defaultPermissions(ctx, configuration, tenant.referenceId);
        return {
          ...describe(configuration.policy),
          prefix: prefixPolicy(configuration),
          can: await abilitiesOf(ctx, authority),
          leavers: configuration.options.leavers ?? "keep",
          isAdministrator: await isAdministrating(ctx, settings, "list"),
          permissions: {
            grantable: (await grantableBy(authority)) ?? {},
            defaults: defaults ?? {},
          },
        };
      }),
  );

function describe(
  policy: KeyPolicy,
): Omit<ApiKeyPolicy, "permissions" | "prefix" | "can" | "leavers" | "isAdministrator"> {
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
    name: nameRules(policy.name),
    metadata: {
      enabled: policy.metadata ?? true,
      maxSize: MAX_METADATA_SIZE,
      maxDepth: MAX_METADATA_DEPTH,
    },
    maxKeys: policy.maxKeys ?? null,
  };
}

function prefixPolicy({ defaultPrefix = "", prefixRules }: Configuration): ApiKeyPolicy["prefix"] {
  return { ...prefixRules, default: defaultPrefix };
}
