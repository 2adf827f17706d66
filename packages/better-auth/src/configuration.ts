import {
  DEFAULT_CONFIG_ID,
  type Environments,
  type ExpiryPolicy,
  type KeyGenerator,
  type KeyPolicy,
  type LimitRule,
  MAX_EXPIRES_IN,
  type OwnerKind,
  type Permissions,
  type RotationPolicy,
  assertPrefix,
} from "@latchkey/core";
import type { Awaitable, GenericEndpointContext, Session } from "better-auth";
import { type PrefixOptions, type PrefixRules, prefixRules } from "./endpoint/prefix-choice.ts";
import type { KeyOwner } from "./owners.ts";
import type { KeySessionOptions } from "./session/key-session-options.ts";
import { assertAllowedPaths } from "./session/session-paths.ts";

/** The rules for one kind of keys. An installation may have several, each with a `configId`. */
export interface ConfigurationOptions extends NameOptions, PrefixOptions, KeySessionOptions {
  /** `default`, unless there are several configurations; then each has its own. */
  readonly configId?: string;
  /** Whose keys they are: a user's, by default, or an organization's (organization plugin). */
  readonly references?: OwnerKind;
  /**
   * What becomes of an organization's keys that a member created who is no longer one: `keep`, the
   * default (they are the organization's), or `revoke`: for good, as soon as the member is removed,
   * leaves, is banned or deleted.
   */
  readonly leavers?: LeaversPolicy;
  /** What keys begin with when whoever creates one does not say. None by default. */
  readonly defaultPrefix?: string;
  /** Whether keys may have metadata. `true` by default: Better Auth's own plugin has it off. */
  readonly enableMetadata?: boolean;
  /**
   * The application's own say in verifications through `auth.api` and sessions made from keys, before
   * anything is looked up: `false` refuses the key as invalid. The engine itself does not ask it.
   */
  readonly customAPIKeyValidator?: (asked: {
    ctx: GenericEndpointContext;
    key: string;
  }) => Awaitable<boolean>;
  /**
   * Makes the keys in place of our own form, `[prefix][8 locator][32 secret][6 checksum]`: whole, at least
   * 32 printable characters after the prefix, and random. What it throws or answers amiss is a 500
   * `KEY_GENERATOR_FAILED`. Keys of our form say without a look-up that they are mistyped; these do not.
   */
  readonly customKeyGenerator?: KeyGenerator;
  /**
   * Named policies: prefix, expiry bounds and rotation, all durations in seconds. Where there are any,
   * every new key belongs to one; see `DEFAULT_ENVIRONMENTS` for the usual three.
   */
  readonly environments?: Environments;
  /** For keys of no environment, with the names and units of Better Auth's own plugin. */
  readonly keyExpiration?: KeyExpirationOptions;
  /** How long a key that was rotated keeps working. In seconds: a day by default, 30 days at most. */
  readonly rotation?: RotationPolicy;
  /** Whether somebody may create keys. Everybody who is signed in, by default. */
  readonly canCreate?: (actor: KeyActor) => boolean | Promise<boolean>;
  /** Whether somebody may update, rotate, revoke and delete the keys they have. As `canCreate`. */
  readonly canManage?: (actor: KeyActor) => boolean | Promise<boolean>;
  /**
   * How long ago, in seconds, somebody may have signed in who creates or rotates a key. Any time, by
   * default.
   */
  readonly freshAge?: number;
  /** How many keys of one owner may be live (neither revoked nor expired) at once. Any number, by default. */
  readonly maxKeys?: number;
  readonly permissions?: PermissionOptions;
  /** How many requests a key may make for which its record and metadata say nothing: 100 in any minute, by default. */
  readonly rateLimit?: RateLimitOptions;
  /** The largest `metadata.rateLimit` (a number: requests per window) that may be asked for. 10,000 by default. */
  readonly maxMetadataRateLimit?: number;
}

/** Lengths in characters. */
export interface NameOptions {
  /** Whether a new key must have a name. `false` by default. */
  readonly requireName?: boolean;
  /** 1 by default. */
  readonly minimumNameLength?: number;
  /** 100 by default, 255 at most. */
  readonly maximumNameLength?: number;
}

/** With the names and units of Better Auth's own plugin; its default is 10 requests a day. */
export interface RateLimitOptions {
  /** Whether keys have a limit that have none of their own. `true` by default. */
  readonly enabled?: boolean;
  /** Requests within any window of the length; 100 by default. */
  readonly maxRequests?: number;
  /** Milliseconds; a minute by default. */
  readonly timeWindow?: number;
  /** Limits that every key has besides, by name: a request must fit in all of them. None by default. */
  readonly limits?: readonly LimitRule[];
}

export type LeaversPolicy = "keep" | "revoke";

/** Who asks for something that the application decides about. */
export interface KeyActor {
  readonly user: KeyOwner;
  readonly session: Session & Record<string, unknown>;
  /** Where it is about an organization's keys. */
  readonly organizationId: string | null;
}

export interface PermissionOptions {
  /** What a key gets for which no permissions are asked; nothing, by default. */
  readonly defaultPermissions?:
    | Permissions
    | ((referenceId: string, ctx: GenericEndpointContext) => Permissions | Promise<Permissions>);
  /**
   * What somebody may give to the keys they make, in `permissions` and in `metadata.permissions`
   * (`["read:reports"]`). Nothing, by default: then `metadata.permissions` is the application's to read
   * and counts for nothing in a verification.
   */
  readonly grantable?: Permissions | ((actor: KeyActor) => Permissions | Promise<Permissions>);
  /**
   * Whether `metadata.permissions` counts in a verification. Where `grantable` is set, by default.
   * `false` for an installation that begins to grant something: whatever its users wrote in metadata
   * before, when it counted for nothing, is still there.
   */
  readonly countMetadata?: boolean;
}

export interface KeyExpirationOptions {
  /** In seconds. What a key gets for which nothing is asked; `null`, the default: it does not expire. */
  readonly defaultExpiresIn?: number | null;
  /** Whether asking for anything but the default is refused. `false` by default. */
  readonly disableCustomExpiresTime?: boolean;
  /** In days. By default a second will do. */
  readonly minExpiresIn?: number;
  /** In days. 100 years by default. */
  readonly maxExpiresIn?: number;
}

/** A configuration as the endpoints use it. */
export interface Configuration {
  readonly id: string;
  /** Absent where environments have theirs. */
  readonly defaultPrefix: string | undefined;
  readonly prefixRules: PrefixRules;
  readonly policy: KeyPolicy;
  readonly options: ConfigurationOptions;
}

/**
 * @throws {KeyOperationError} for a default prefix that no key may have.
 * @throws {RangeError} for rules for prefixes that contradict themselves, and paths that are none.
 */
export function configurationOf(options: ConfigurationOptions): Configuration {
  const { configId = DEFAULT_CONFIG_ID, defaultPrefix = "", environments, rotation } = options;
  assertPrefix(defaultPrefix);
  assertAllowedPaths(options);
  return {
    id: configId,
    defaultPrefix: environments === undefined ? defaultPrefix : undefined,
    prefixRules: prefixRules(options),
    policy: {
      references: options.references,
      environments,
      name: {
        required: options.requireName,
        minLength: options.minimumNameLength,
        maxLength: options.maximumNameLength,
      },
      metadata: options.enableMetadata,
      rotation,
      generator: options.customKeyGenerator,
      expiry: expiryPolicy(options.keyExpiration),
      maxKeys: options.maxKeys,
      rateLimit: {
        enabled: options.rateLimit?.enabled,
        max: options.rateLimit?.maxRequests,
        window: options.rateLimit?.timeWindow,
        limits: options.rateLimit?.limits,
      },
      metadataPermissions:
        options.permissions?.countMetadata ?? options.permissions?.grantable !== undefined,
      maxMetadataRateLimit: options.maxMetadataRateLimit,
    },
    options,
  };
}

const DAY = 24 * 60 * 60;

function expiryPolicy(options: KeyExpirationOptions = {}): ExpiryPolicy {
  const { minExpiresIn, maxExpiresIn } = options;
  return {
    min: minExpiresIn === undefined ? 1 : minExpiresIn * DAY,
    max: maxExpiresIn === undefined ? MAX_EXPIRES_IN : maxExpiresIn * DAY,
    default: options.defaultExpiresIn ?? null,
    never: true,
    custom: options.disableCustomExpiresTime !== true,
  };
}
