import {
  type CacheOptions,
  type ChangeMessages,
  type Clock,
  DEFAULT_CONFIG_ID,
  type Hasher,
  type KeyView,
  type ProofCache,
  type QuotaPool,
  type RateLimiter,
  type Retention,
  type Timers,
  type Tracer,
  type UsageOptions,
  systemClock,
} from "@latchkey/core";
import { APIError } from "better-auth/api";
import type { InferOptionSchema } from "better-auth/types";
import type { ApiKeyAlertOptions } from "./alert-options.ts";
import { type ApiKey, toApiKey } from "./api-key.ts";
import { assertTrustedProxies } from "./client-address.ts";
import { type Configuration, type ConfigurationOptions, configurationOf } from "./configuration.ts";
import {
  API_KEY_ERROR_CODES,
  ORGANIZATION_ID_NOT_ALLOWED,
  ORGANIZATION_ID_REQUIRED,
} from "./error-codes.ts";
import type { apiKeySchema } from "./schema.ts";
import type { RecordCacheOptions } from "./store/record-cache-options.ts";
import type { WebhookOptions } from "./webhook/webhook-options.ts";

/** What holds for an installation, whatever configurations it has. */
export interface SharedOptions extends RecordCacheOptions {
  /** How much is remembered of verified keys, and for how long. */
  readonly cache?: CacheOptions;
  /** How keys are hashed at rest: bcrypt at cost 10 by default. */
  readonly hasher?: Hasher;
  /** Other names for tables and columns: `{ apikey: { modelName, fields: { … } } }`. */
  readonly schema?: InferOptionSchema<typeof apiKeySchema>;
  /**
   * How many proxies of one's own a request comes through. Then the client's address (for allow-lists, for
   * sessions from keys and in the audit log) is the one in `x-forwarded-for` that the outermost of them
   * wrote, counted from the right; where there are fewer, or with 0, it is not known. By Better Auth's
   * `advanced.ipAddress` options by default.
   */
  readonly trustedProxies?: number;
  /**
   * How long revoked and expired keys stay in the table, in seconds (one number for both); `null`: for
   * ever. A year (365 days) by default.
   */
  readonly retention?: Retention | number | null;
  /** Where events may be sent to, and whether this process sends them. */
  readonly webhooks?: WebhookOptions;
  /**
   * What owners of keys are told: by default everything that the docs name, in lists and on the page. `false`:
   * nothing.
   */
  readonly alerts?: ApiKeyAlertOptions | false;
  /**
   * Makes spans of verifications that have to wait for the database or the hasher, and of what they wait for:
   * `trace.getTracer("latchkey")` of `@opentelemetry/api`. None by default.
   */
  readonly tracer?: Tracer | undefined;
  /** Where requests are counted against limits: in this process's memory by default, where each process counts by itself. */
  readonly rateLimiter?: RateLimiter | undefined;
  /**
   * Where processes share what was taken from quotas and not spent yet, so that they ask the database less often. By
   * default each process keeps what it takes, and what one holds that dies is lost to the key.
   */
  readonly quotaPool?: QuotaPool | undefined;
  /** Ways to tell other processes at once what this one changes. None by default: they look each second. */
  readonly messages?: readonly ChangeMessages[] | undefined;
  /**
   * Where processes tell each other which keys they have proved, so that one that has just started need not
   * run bcrypt for each. Sealed with a key that is made of Better Auth's secret. None by default.
   */
  readonly proofs?: ProofCache | undefined;
  /** What is kept of how keys are used, and for how long. */
  readonly usage?: UsageOptions;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly timers?: Timers;
}

/** With one configuration, its options and the installation's are one object. */
export type ApiKeyOptions = ConfigurationOptions & SharedOptions;

/** What endpoints need to know of the options. */
export interface EndpointSettings {
  readonly clock: Clock;
  /** `undefined`: Better Auth's own options say what the client's address is. */
  readonly trustedProxies: number | undefined;
  readonly configurations: ReadonlyMap<string, Configuration>;
  /** The one that is meant where none is named: `default`, else the first. */
  readonly defaultConfiguration: Configuration;
  /** A record as it is answered now. */
  readonly toApiKey: (view: KeyView) => ApiKey;
}

/**
 * @throws {RangeError} for several configurations without an id each, of their own, or what is no number of
 * proxies.
 * @throws {KeyOperationError} for a default prefix that no key may have.
 */
export function endpointSettings(
  given: readonly ConfigurationOptions[],
  { clock = systemClock, trustedProxies }: SharedOptions,
): EndpointSettings {
  assertTrustedProxies(trustedProxies);
  const all = given.map(configurationOf);
  const configurations = new Map(all.map((each) => [each.id, each]));
  if (given.length > 1 && given.some(({ configId }) => configId === undefined)) {
    throw new RangeError("apiKey(): each of several configurations needs a configId.");
  }
  if (configurations.size < all.length) {
    throw new RangeError("apiKey(): two configurations have the same configId.");
  }
  const defaultConfiguration = configurations.get(DEFAULT_CONFIG_ID) ?? all[0];
  if (defaultConfiguration === undefined) throw new RangeError("apiKey(): no configuration.");
  return {
    clock,
    trustedProxies,
    configurations,
    defaultConfiguration,
    toApiKey: (view) =>
      toApiKey(view, clock.now(), configurations.get(view.configId)?.policy ?? {}),
  };
}

/**
 * The configuration that is named; the default one where none is.
 *
 * @throws {APIError} 400 `INVALID_CONFIG_ID`, with those that there are: a typo must not fall back on
 * other rules.
 */
export function configurationNamed(
  { configurations, defaultConfiguration }: EndpointSettings,
  configId: string | undefined,
): Configuration {
  if (configId === undefined) return defaultConfiguration;
  const configuration = configurations.get(configId);
  if (configuration !== undefined) return configuration;
  throw new APIError(400, {
    ...API_KEY_ERROR_CODES.INVALID_CONFIG_ID,
    message: `configId must be one of: ${[...configurations.keys()].join(", ")}.`,
  });
}

/**
 * The configuration that is named, or that an organization's keys are under where one is meant.
 *
 * @throws {APIError} 400 `INVALID_CONFIG_ID`, `ORGANIZATION_ID_REQUIRED` or `ORGANIZATION_ID_NOT_ALLOWED`.
 */
export function configurationMeant(
  settings: EndpointSettings,
  asked: { readonly configId?: string | undefined; readonly organizationId?: string | undefined },
): Configuration {
  const { configId, organizationId } = asked;
  const configuration =
    configId === undefined && organizationId !== undefined
      ? [...settings.configurations.values()].find(isForOrganizations)
      : configurationNamed(settings, configId);
  if (configuration !== undefined && isForOrganizations(configuration)) {
    if (organizationId !== undefined) return configuration;
    throw APIError.from("BAD_REQUEST", ORGANIZATION_ID_REQUIRED);
  }
  if (configuration !== undefined && organizationId === undefined) return configuration;
  throw APIError.from("BAD_REQUEST", ORGANIZATION_ID_NOT_ALLOWED);
}

/** Whether what `referenceId` names in its keys are organizations. */
export function isForOrganizations({ policy }: Configuration): boolean {
  return policy.references === "organization";
}
