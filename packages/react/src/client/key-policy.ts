import type { ApiKeyPolicy } from "@latchkey/better-auth/client";

/** What keys the server lets its users have. All durations are in seconds. */
export type KeyPolicy = ApiKeyPolicy;

export type EnvironmentPolicy = KeyPolicy["environments"][number];

/** For keys of no environment. */
export type ExpiryBounds = KeyPolicy["expiry"];

/** What a name must be like. Lengths in characters. */
export type NameRules = KeyPolicy["name"];

/** How long a key that was replaced may keep working beside its replacement. */
export type Overlaps = KeyPolicy["rotation"];

const DAY = 24 * 60 * 60;

/** What holds on a server that has no policy. */
export const OPEN_POLICY: KeyPolicy = {
  environments: [],
  expiry: { min: 1, max: 100 * 365 * DAY, default: null, never: true, custom: true },
  rotation: { defaultOverlap: DAY, maxOverlap: 30 * DAY },
  name: { minLength: 1, maxLength: 100, required: false },
  prefix: { minLength: 0, maxLength: 32, allowed: null, default: "" },
  metadata: { enabled: true, maxSize: 16_384, maxDepth: 16 },
  permissions: { grantable: {}, defaults: {} },
  maxKeys: null,
  can: { create: true, update: true, delete: true },
  leavers: "keep",
  isAdministrator: false,
};
